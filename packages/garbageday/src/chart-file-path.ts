/** Replaces packages/render/src/chart/chart-file-path.ts in the package: the build puts the files next to the code. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path. */
export function pathOfChartFile(file: string): string {
  return fileURLToPath(new URL(`./files/${basename(file)}`, import.meta.url));
}
