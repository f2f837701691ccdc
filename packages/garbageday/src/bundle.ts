/** In place of packages/local/src/processes/bundle.ts: nothing is left to bundle. */
import type { Bundles, StackPrograms } from '@garbageday/local/processes/bundle.ts';

/** The programs as they are. */
export function bundlePrograms(programs: StackPrograms): Bundles {
  return { pathOf: async (program) => programs[program], close: async () => {} };
}
