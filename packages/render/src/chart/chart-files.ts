/** The files that drawing a chart reads from node_modules: a bundle of this code must include them. */

/** The drawing library; the same bytes on every machine. */
export const resvgWasm = '@resvg/resvg-wasm/index_bg.wasm';

/** In the weights that charts and pictures are set in. */
export const interFonts = [
  '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
  '@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf',
] as const;
