/** resvg as WebAssembly, with its fonts. Importing it compiles 2.5 MB, so import it only to draw. */
import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { pathOfChartFile } from './chart-file-path.ts';
import { interFonts, resvgWasm } from './chart-files.ts';

// Once per process: a module is evaluated once, and the library refuses a second initialization.
await initWasm(readFile(pathOfChartFile(resvgWasm)));

/** For `Resvg`: only Inter, whatever fonts the machine has. */
export const font = {
  fontBuffers: await Promise.all(interFonts.map((file) => readFile(pathOfChartFile(file)))),
  defaultFontFamily: 'Inter',
};

export { Resvg };
