/** Of how much of a window is there data? Missing data is neither good nor bad, but it is said. */
import type { Interval } from '../ports.ts';

const minuteMs = 60_000;

/** The minutes of an interval, and in how many of them a slice began or went on. */
export type Coverage = { readonly minutes: number; readonly seen: number };

export type MinutesSeen = {
  readonly add: (startMs: number, durationSeconds: number) => void;
  readonly read: () => Coverage;
};

/** Marks minutes of the interval, in any order and as often as you like: one bit for each. */
export function minutesSeen({ fromMs, toMs }: Interval): MinutesSeen {
  const first = Math.floor(fromMs / minuteMs);
  const end = Math.ceil(toMs / minuteMs);
  const words = new Map<number, number>();
  const mark = (minute: number): void => {
    const word = Math.floor(minute / 32);
    words.set(word, (words.get(word) ?? 0) | (1 << (minute % 32)));
  };
  return {
    add: (startMs, durationSeconds) => {
      const last = Math.ceil(startMs / minuteMs + Math.max(durationSeconds, 1) / 60);
      for (let minute = Math.floor(startMs / minuteMs); minute < Math.min(last, end); minute += 1) {
        if (minute >= first) mark(minute - first);
      }
    },
    read: () => {
      const seen = [...words.values()].reduce((sum, word) => sum + bitsOf(word), 0);
      return { minutes: Math.max(0, end - first), seen };
    },
  };
}

function bitsOf(word: number): number {
  let bits = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}
