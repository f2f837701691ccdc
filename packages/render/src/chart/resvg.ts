/** resvg as WebAssembly, and the letters it draws with. Importing it compiles 2.5 MB: only who draws does. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { interFonts, resvgWasm } from './chart-files.ts';

/** Finds them in the node_modules of a checkout, and in those of a function's package. */
const { resolve } = createRequire(import.meta.url);

// Once a process: a module is evaluated once, and the library refuses a second time.
await initWasm(readFile(resolve(resvgWasm)));

/** For `Resvg`: Inter alone, whatever the machine has. */
export const font = {
  fontBuffers: await Promise.all(interFonts.map((file) => readFile(resolve(file)))),
  defaultFontFamily: 'Inter',
};

export { Resvg };
