/** The open-loop schedule: what is sent when does not depend on what came back (coordinated omission, Gil Tene). */
import type { Timer } from './timer.ts';

export type OpenLoopPlan = {
  /** Epoch milliseconds, T0. */
  readonly startMs: number;
  readonly ratePerSecond: number;
  /**
   * In [0, 1): where in its interval each one falls. Drawn anew each time, it samples every interval so that no
   * periodic stall can hide; a constant 0 gives an even beat.
   */
  readonly jitter: () => number;
};

export type OpenLoop = {
  /** Epoch milliseconds of the next one that is not due yet. */
  readonly nextMs: () => number;
  readonly stop: () => void;
};

/**
 * A process that takes longer than the interval to send one request would never get to read an answer or the message to
 * stop. So it turns to its input after this long, however many are due.
 */
const longestBurstMs = 10;

// Timers overflow at 2^31 ms, and waking up once a minute costs nothing.
const longestSleepMs = 60_000;

/**
 * Calls `onDue` with the intended time `T0 + (i + jitter)/rate` of each i = 0, 1, …, in order, never early, and late
 * only by the process's own lag: the times are absolute and never re-based, so a late one does not push the others.
 */
export function openLoop(plan: OpenLoopPlan, timer: Timer, onDue: (intendedMs: number) => void): OpenLoop {
  const intervalMs = 1000 / plan.ratePerSecond;
  const intended = (index: number) => plan.startMs + (index + plan.jitter()) * intervalMs;
  let index = 0;
  let nextMs = intended(0);
  let isStopped = false;
  let cancel = () => {};
  const takeNext = () => {
    const dueMs = nextMs;
    index += 1;
    nextMs = intended(index);
    return dueMs;
  };
  const wake = () => {
    const untilMs = timer.now() + longestBurstMs;
    for (let nowMs = timer.now(); !isStopped && nextMs <= nowMs && nowMs < untilMs; nowMs = timer.now()) {
      onDue(takeNext());
    }
    if (!isStopped) sleep();
  };
  const sleep = () => {
    cancel = timer.after(Math.min(nextMs - timer.now(), longestSleepMs), wake);
  };
  sleep();
  return {
    nextMs: () => nextMs,
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}
