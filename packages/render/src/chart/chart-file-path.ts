/** Where the files needed to draw charts are. */
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** In the node_modules of a checkout or of a function's package; throws if the file is not there. */
export function pathOfChartFile(file: string): string {
  return resolve(file);
}
