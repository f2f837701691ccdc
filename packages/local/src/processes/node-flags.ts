/** How Node runs the children. */
import type { Configuration } from '@garbageday/core/configuration.ts';

/** Above this rate the optimizing compilers pay for themselves. */
const busyFromRate = 500;

/** The requests per second of all loads together. */
export function loadRate({ journeys }: Pick<Configuration, 'journeys'>): number {
  return journeys.reduce((sum, { role, ratePerSecond }) => sum + (role === 'load' ? ratePerSecond : 0), 0);
}

/**
 * A server of the demo needs little, and a dozen of them run: a small young generation, one helper thread each, and up
 * to 500 requests/s no optimizing compilers and a heap that grows by 30% at a time. Measured at 200/s on two cores:
 * without the compilers, whose own code and data then never become resident, the same CPU time within 5% and 12 MB less
 * per process; with the slow growth, 160 MB less in all after 75 s, for 15% more CPU time.
 */
export function nodeFlagsFor(ratePerSecond: number): readonly string[] {
  if (ratePerSecond > busyFromRate) return ['--max-semi-space-size=4', '--v8-pool-size=2'];
  return [
    '--max-semi-space-size=1',
    '--v8-pool-size=1',
    '--heap-growing-percent=30',
    '--no-opt',
    '--no-maglev',
  ];
}

/** glibc would keep a separate arena per thread. */
export const nodeEnvironment = { MALLOC_ARENA_MAX: '1' } as const;
