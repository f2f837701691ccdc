/** Where the files that a chart is drawn with lie. */
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** In the node_modules of a checkout, or in those of a function's package; throws when the file is not there. */
export function pathOfChartFile(file: string): string {
  return resolve(file);
}
