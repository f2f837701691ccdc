/** SVG → PNG with the bundled Inter, the same on every machine. */
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
const weights = [
  '400Regular/Inter_400Regular',
  '600SemiBold/Inter_600SemiBold',
  '700Bold/Inter_700Bold',
] as const;

export type RasterOptions = {
  /** Pixels per unit of the SVG. */
  readonly scale: number;
  readonly background: string;
};

/** Loads resvg only when asked to draw: it takes tens of megabytes. Throws when the SVG cannot be parsed. */
export async function rasterize(svg: string, { scale, background }: RasterOptions): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const fontFiles = weights.map((weight) => resolve(`@expo-google-fonts/inter/${weight}.ttf`));
  const image = new Resvg(svg, {
    background,
    fitTo: { mode: 'zoom', value: scale },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Inter' },
  });
  return image.render().asPng();
}
