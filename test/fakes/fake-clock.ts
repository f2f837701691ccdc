/** A clock that stands still until somebody sleeps, and then jumps. */
import type { Clock } from '@garbageday/core/ports.ts';

export type FakeClock = Clock & {
  /** Called with the new time after every jump. */
  readonly onJump: (listener: (nowMs: number) => void) => void;
};

export function fakeClock(startMs: number): FakeClock {
  let nowMs = startMs;
  const listeners: ((nowMs: number) => void)[] = [];
  return {
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
      for (const listener of listeners) listener(nowMs);
    },
    onJump: (listener) => {
      listeners.push(listener);
    },
  };
}
