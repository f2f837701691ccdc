/** The clock of a run: wall-clock time that does not jump when the clock is set or the machine sleeps. */
import type { Clock } from '@garbageday/core/ports.ts';
import { systemClock } from './clock.ts';

export type SteadyClock = Clock & {
  /** Epoch milliseconds at which this machine's monotonic clock was 0, according to this clock. */
  readonly anchorMs: () => number;
  /** How far the wall clock is ahead of this one in milliseconds; negative: it was set back. */
  readonly deviationMs: () => number;
  /** Jumps to the wall clock. Durations that span the jump are wrong: nothing may be under way. */
  readonly follow: () => void;
};

/** Both in milliseconds; `monotonic` is the same in all processes of this machine, and stands still while it sleeps. */
export type Time = { readonly wall: () => number; readonly monotonic: () => number };

const systemTime: Time = {
  wall: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
};

/** Starts at the wall clock's time, and then counts on its own. */
export function steadyClock(time: Time = systemTime): SteadyClock {
  let anchorMs = time.wall() - time.monotonic();
  return {
    now: () => Math.round(anchorMs + time.monotonic()),
    sleep: systemClock().sleep,
    anchorMs: () => anchorMs,
    deviationMs: () => time.wall() - time.monotonic() - anchorMs,
    follow: () => {
      anchorMs = time.wall() - time.monotonic();
    },
  };
}
