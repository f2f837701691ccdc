import { patience } from '../../../../test/acceptance/patience.ts';

/** Polls until something is the case; fails with the last reason when it takes too long, on a crowded machine later. */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | null>,
  withinMs = 15_000,
): Promise<T> {
  const fromMs = performance.now();
  let reason: unknown = 'never';
  while (performance.now() - fromMs < patience(withinMs)) {
    try {
      const result = await attempt();
      if (result !== null) return result;
      reason = 'not yet';
    } catch (error) {
      reason = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${what}: not within ${Math.round(performance.now() - fromMs)} ms`, { cause: reason });
}
