import { patience } from '../acceptance/patience.ts';

/** Polls until the condition holds; throws what never came after `timeoutMs`, longer on a crowded machine. */
export async function eventually<T>(
  what: string,
  check: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  timeoutMs = 10_000,
): Promise<T> {
  const fromMs = performance.now();
  while (true) {
    const answer = await check();
    if (answer !== false && answer !== null && answer !== undefined) return answer;
    const passedMs = performance.now() - fromMs;
    if (passedMs > patience(timeoutMs)) throw new Error(`not within ${Math.round(passedMs)} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
