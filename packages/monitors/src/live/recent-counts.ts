/** Counts of the last minutes, hours or days, in as little memory however long they are. */
import type { Counts } from '@garbageday/core/statistics/counts.ts';

export type RecentCounts = {
  readonly add: (startMs: number, counts: Counts) => void;
  /** What began in the window before `nowMs`, which never goes back. */
  readonly read: (nowMs: number) => Counts;
};

/** The far end of the window is precise to this share of it. */
const parts = 60;

export function recentCounts(seconds: number): RecentCounts {
  const widthMs = Math.max(1_000, (seconds * 1_000) / parts);
  const kept = new Map<number, Counts>();
  return {
    add: (startMs, counts) => {
      const index = Math.floor(startMs / widthMs);
      const known = kept.get(index) ?? { good: 0, total: 0 };
      kept.set(index, { good: known.good + counts.good, total: known.total + counts.total });
      // Without a reader, too, no more is kept than one would be shown.
      drop(kept, index - parts - 1);
    },
    read: (nowMs) => {
      drop(kept, Math.ceil((nowMs - seconds * 1_000) / widthMs) - 1);
      let [good, total] = [0, 0];
      for (const counts of kept.values()) {
        good += counts.good;
        total += counts.total;
      }
      return { good, total };
    },
  };
}

function drop(kept: Map<number, Counts>, upTo: number): void {
  for (const index of kept.keys()) if (index <= upTo) kept.delete(index);
}
