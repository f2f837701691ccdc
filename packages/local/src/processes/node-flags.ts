/** How Node runs the children. */

/** Above this rate the optimizing compilers pay for themselves. */
const busyFromRate = 500;

/**
 * A server of the demo needs little, and there are a dozen of them: a small young generation, one helper thread each,
 * and below 500 requests/s no optimizing compilers. Measured at 200/s on two cores: the same CPU time within 5%, and
 * 66 to 80 MB per process instead of 80 to 92, because the compilers' own code and data never become resident.
 */
export function nodeFlagsFor(ratePerSecond: number): readonly string[] {
  if (ratePerSecond > busyFromRate) return ['--max-semi-space-size=4', '--v8-pool-size=2'];
  return ['--max-semi-space-size=1', '--v8-pool-size=1', '--no-opt', '--no-maglev'];
}

/** glibc would keep an arena of its own per thread. */
export const nodeEnvironment = { MALLOC_ARENA_MAX: '1' } as const;
