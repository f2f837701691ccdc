/** Notices that the wall clock was set or the machine slept, and follows the clock when nothing is under way. */
import type { SteadyClock } from '@garbageday/local/steady-clock.ts';
import { formatDuration } from '@garbageday/render/format.ts';
import type { Sentence } from '@garbageday/render/narrate/sentence.ts';

export type Timekeeper = {
  /** Checks once; call it every second or so. */
  readonly look: () => Promise<void>;
  /** Runs something that a jump of the clock would falsify, such as an experiment. */
  readonly undisturbed: <T>(work: () => Promise<T>) => Promise<T>;
  /** No experiment may begin before this moment (epoch milliseconds); 0 if the clock has not jumped. */
  readonly heldUntilMs: () => number;
};

export type TimekeeperOptions = {
  readonly clock: SteadyClock;
  /** A run of fixed length keeps its own time to its end. */
  readonly follows: boolean;
  /** Whether every group is whole: a jump would make an instance that is starting or unhealthy look long dead. */
  readonly isQuiet: () => Promise<boolean>;
  /** The clock has jumped by this much: users and probe continue in the new time. */
  readonly onJump: (byMs: number) => Promise<void>;
  /** How long to measure in the new time before experiments have a baseline again. */
  readonly settleMs: number;
  readonly say: (sentence: Sentence) => void;
};

/** Smaller differences come from NTP adjusting the clock, and eventually add up to one above this. */
const toleratedMs = 1_000;

export function timekeeper(options: TimekeeperOptions): Timekeeper {
  const { clock, follows, isQuiet, onJump, settleMs, say } = options;
  let underWay = 0;
  let noticedMs = 0;
  let heldUntilMs = 0;
  let isFollowing = false;
  const notice = (deviationMs: number) => {
    if (Math.abs(deviationMs - noticedMs) <= toleratedMs) return;
    noticedMs = deviationMs;
    say({ tone: 'bad', text: noteOf(deviationMs, follows) });
  };
  const follow = async (deviationMs: number) => {
    // If the clock was set back, seconds already measured come again: experiments wait for new ones.
    heldUntilMs = Math.max(heldUntilMs, clock.now(), clock.now() + deviationMs) + settleMs;
    clock.follow();
    noticedMs = 0;
    await onJump(deviationMs);
  };
  return {
    heldUntilMs: () => heldUntilMs,
    undisturbed: async (work) => {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
      }
    },
    look: async () => {
      const deviationMs = clock.deviationMs();
      if (isFollowing || Math.abs(deviationMs) <= toleratedMs) return;
      notice(deviationMs);
      if (!follows || underWay > 0 || !(await isQuiet()) || underWay > 0) return;
      isFollowing = true;
      try {
        await follow(clock.deviationMs());
      } finally {
        isFollowing = false;
      }
    },
  };
}

function noteOf(deviationMs: number, follows: boolean): string {
  const length = formatDuration(Math.abs(deviationMs));
  const what =
    deviationMs < 0
      ? `the clock was set back by ${length}`
      : `the clock is ${length} ahead: it was set, or this machine slept`;
  return follows
    ? `${what}; experiments wait until there is a new baseline`
    : `${what}; this run keeps its own time`;
}
