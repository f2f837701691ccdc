/** Replaces packages/local/src/processes/bundle.ts in the package: nothing is left to bundle. */
import type { Bundles } from '@garbageday/local/processes/bundle.ts';

/** The programs are already bundled. */
export function bundlePrograms(): Bundles {
  return { pathOf: async ({ entry }) => entry, close: async () => {} };
}
