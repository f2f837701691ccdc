/** Where the demo's programs are, to be bundled and spawned. */
import { fileURLToPath } from 'node:url';

/** Absolute path of the entry file. */
export function demoProgram(name: 'wordcount' | 'mongolite'): string {
  return fileURLToPath(import.meta.resolve(`@garbageday/${name}/main.ts`));
}
