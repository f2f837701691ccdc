/** In place of packages/local/src/processes/bundle.ts: nothing is left to bundle. */
import type { Bundles } from '@garbageday/local/processes/bundle.ts';

/** The programs as they are. */
export function bundlePrograms(): Bundles {
  return { pathOf: async ({ entry }) => entry, close: async () => {} };
}
