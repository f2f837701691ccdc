/** Slack takes about one message a second and channel (https://docs.slack.dev/apis/web-api/rate-limits). */
import type { Clock } from '@garbageday/core/ports.ts';

const gapMs = 1_000;

/** Waits, before each message but the first, until the one before is a second old. */
export function pace(clock: Clock): () => Promise<void> {
  let lastMs: number | null = null;
  return async () => {
    const waitMs = lastMs === null ? 0 : lastMs + gapMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs);
    lastMs = clock.now();
  };
}
