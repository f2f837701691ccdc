/** The system's clock behind core's port. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@garbageday/core/ports.ts';

/** Wall-clock epoch milliseconds (whole), and timers of Node; `sleep` of 0 or less yields once. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: async (ms) => {
      await delay(Math.max(0, ms));
    },
  };
}
