/** resvg as WebAssembly, and the letters it draws with. Importing it compiles 2.5 MB: only who draws does. */
import { readFile } from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { pathOfChartFile } from './chart-file-path.ts';
import { interFonts, resvgWasm } from './chart-files.ts';

// Once a process: a module is evaluated once, and the library refuses a second time.
await initWasm(readFile(pathOfChartFile(resvgWasm)));

/** For `Resvg`: Inter alone, whatever the machine has. */
export const font = {
  fontBuffers: await Promise.all(interFonts.map((file) => readFile(pathOfChartFile(file)))),
  defaultFontFamily: 'Inter',
};

export { Resvg };
