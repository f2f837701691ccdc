import { setTimeout as sleep } from 'node:timers/promises';
import { isPassingFailure } from './passing-failure.ts';

/** One attempt's result. `again`: nothing failed for good, but another attempt is needed. */
export type Attempt<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'again' };

/** There was no result within the time allowed: the database was away, or a race never ended. */
export class DeadlineError extends Error {
  readonly code = 'deadline';

  constructor(patienceMs: number, cause: unknown) {
    super(`The database did not answer within ${patienceMs / 1000} s.`, { cause });
    this.name = 'DeadlineError';
  }
}

const firstPauseMs = 5;
const longestPauseMs = 100;

/**
 * Tries until an attempt is done or `patienceMs` have passed, pausing 5, 10, 20, … 100 ms between attempts. Throws
 * `DeadlineError` when time is up, and any failure that is not transient at once.
 */
export async function retryUntil<T>(patienceMs: number, attempt: () => Promise<Attempt<T>>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  let lastFailure: unknown;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      const result = await attempt();
      if (result.kind === 'done') return result.value;
    } catch (error) {
      if (!isPassingFailure(error)) throw error;
      lastFailure = error;
    }
    if (performance.now() + pauseMs > deadline) throw new DeadlineError(patienceMs, lastFailure);
    await sleep(pauseMs);
  }
}
