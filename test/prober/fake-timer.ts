/** A timer that a test moves by hand, and that may be as late as the test wants. */
import type { Timer } from '@garbageday/prober/schedule/timer.ts';

export type FakeTimer = Timer & {
  /** Fires everything due until then in order of time; each callback sees its own time plus the lateness. */
  readonly moveTo: (ms: number) => void;
};

export function fakeTimer(startMs: number, latenessMs: () => number = () => 0): FakeTimer {
  let nowMs = startMs;
  const timers = new Map<number, { readonly atMs: number; readonly callback: () => void }>();
  let nextId = 0;
  const earliest = () => [...timers].sort(([, a], [, b]) => a.atMs - b.atMs)[0];
  return {
    now: () => nowMs,
    after: (ms, callback) => {
      const id = nextId++;
      timers.set(id, { atMs: nowMs + Math.max(0, ms) + latenessMs(), callback });
      return () => timers.delete(id);
    },
    moveTo: (ms) => {
      for (let next = earliest(); next !== undefined && next[1].atMs <= ms; next = earliest()) {
        timers.delete(next[0]);
        nowMs = Math.max(nowMs, next[1].atMs);
        next[1].callback();
      }
      nowMs = Math.max(nowMs, ms);
    },
  };
}
