/** Waits for what an emulator does by itself, in its own time. */
import { setTimeout as sleep } from 'node:timers/promises';

type Patience = { readonly timeoutMs: number; readonly everyMs?: number };

/** The first answer that is something; throws when there was none in time. */
export async function until<T>(
  what: string,
  check: () => Promise<T | null | false>,
  { timeoutMs, everyMs = 2_000 }: Patience,
): Promise<T> {
  const untilMs = Date.now() + timeoutMs;
  while (true) {
    const answer = await check();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() >= untilMs) throw new Error(`not within ${timeoutMs / 1_000} s: ${what}`);
    await sleep(everyMs);
  }
}
