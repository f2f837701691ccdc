/** resvg as WebAssembly, and the letters it draws with. Importing it compiles 2.5 MB: only who draws does. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** What must lie beside the code, in the node_modules of a checkout or in a function's package. */
const { resolve } = createRequire(import.meta.url);

const wasm = resolve('@resvg/resvg-wasm/index_bg.wasm');
const weights = [
  '400Regular/Inter_400Regular',
  '600SemiBold/Inter_600SemiBold',
  '700Bold/Inter_700Bold',
] as const;

const fontBuffers = await Promise.all(
  weights.map((weight) => readFile(resolve(`@expo-google-fonts/inter/${weight}.ttf`))),
);
// Once a process: a module is evaluated once, and the library refuses a second time.
await initWasm(readFile(wasm));

/** For `Resvg`: Inter alone, whatever the machine has. */
export const font = { fontBuffers, defaultFontFamily: 'Inter' };

export { Resvg };
