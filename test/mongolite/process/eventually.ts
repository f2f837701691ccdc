/** Polls until something is the case; fails with the last reason when it takes too long. */
export const eventually = async <T>(
  what: string,
  attempt: () => Promise<T | null>,
  withinMs = 15_000,
): Promise<T> => {
  const dueMs = performance.now() + withinMs;
  let reason: unknown = 'never';
  while (performance.now() < dueMs) {
    try {
      const result = await attempt();
      if (result !== null) return result;
      reason = 'not yet';
    } catch (error) {
      reason = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${what}: not within ${withinMs} ms`, { cause: reason });
};
