/** How to start the probe's and the users' processes, which share a small machine with the servers they measure. */

/**
 * Flags for `node` (`execArgv` of `fork`). Without optimizing compilers and with a small young generation, either
 * process stays near 62 MB resident instead of 70–88 MB at 200 requests a second, for 9% instead of 7% of a core
 * (`bench/prober-footprint.ts`). Leave them out above some 1,000 requests a second.
 */
export const lightNodeFlags: readonly string[] = ['--max-semi-space-size=1', '--no-opt', '--no-maglev'];
