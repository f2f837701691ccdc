/** Slack accepts about one message a second per channel (https://docs.slack.dev/apis/web-api/rate-limits). */
import type { Clock } from '@garbageday/core/ports.ts';

const gapMs = 1_000;

/** Waits, before each message but the first, until the previous one is a second old. */
export function pace(clock: Clock): () => Promise<void> {
  let lastMs: number | null = null;
  return async () => {
    const waitMs = lastMs === null ? 0 : lastMs + gapMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs);
    lastMs = clock.now();
  };
}
