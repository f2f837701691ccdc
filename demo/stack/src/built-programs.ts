/** Replaces programs.ts in the npm package: the build has bundled the programs already. */
import { fileURLToPath } from 'node:url';

/** Absolute path. */
export function demoProgram(name: 'wordcount' | 'mongolite'): string {
  return fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url));
}
