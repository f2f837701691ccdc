/** The machine's clock. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@garbageday/core/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms) => {
    await delay(ms);
  },
};
