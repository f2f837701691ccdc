/** How much of a window has data? Missing data is neither good nor bad, but it is reported. */

import type { Interval } from '../ports.ts';
import { minuteMs } from '../time/durations.ts';

/** The minutes of an interval, and how many of them a slice began or continued in. */
export type Coverage = { readonly minutes: number; readonly seen: number };

export type MinutesSeen = {
  readonly add: (startMs: number, durationSeconds: number) => void;
  readonly read: () => Coverage;
};

/** Marks minutes of the interval, in any order and repeatedly: takes one byte per minute. */
export function minutesSeen({ fromMs, toMs }: Interval): MinutesSeen {
  const first = Math.floor(fromMs / minuteMs);
  const end = Math.max(first, Math.ceil(toMs / minuteMs));
  const marks = new Uint8Array(end - first);
  let seen = 0;
  return {
    add: (startMs, durationSeconds) => {
      const from = Math.max(first, Math.floor(startMs / minuteMs));
      const to = Math.min(end, Math.ceil(startMs / minuteMs + Math.max(durationSeconds, 1) / 60));
      for (let at = from - first; at < to - first; at += 1) {
        if (marks[at] !== 0) continue;
        marks[at] = 1;
        seen += 1;
      }
    },
    read: () => ({ minutes: end - first, seen }),
  };
}
