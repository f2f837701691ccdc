/** Counts of what began lately: of a window whose beginning moves on, in as little memory however many slices there are. */
import type { Counts } from '../statistics/counts.ts';

export type RecentCounts = {
  readonly add: (startMs: number, counts: Counts) => void;
  /** Of whole buckets that begin at `fromMs` or later. What began before is forgotten: `fromMs` never goes back. */
  readonly since: (fromMs: number) => Counts;
};

/**
 * `bucketMs`: how precise the beginning of the window is; buckets begin at multiples of it since the epoch. Memory: one
 * pair of sums for each bucket of the window. An answer costs nothing unless a bucket has left the window.
 */
export function recentCounts(bucketMs: number): RecentCounts {
  const kept = new Map<number, Counts>();
  let firstKept = Number.NEGATIVE_INFINITY;
  let all: Counts = { good: 0, total: 0 };
  return {
    add: (startMs, counts) => {
      const index = Math.floor(startMs / bucketMs);
      if (index < firstKept) return;
      kept.set(index, joined(kept.get(index) ?? { good: 0, total: 0 }, counts));
      all = joined(all, counts);
    },
    since: (fromMs) => {
      const first = Math.ceil(fromMs / bucketMs);
      if (first <= firstKept) return all;
      firstKept = first;
      const known = kept.size;
      for (const index of kept.keys()) if (index < first) kept.delete(index);
      // Added up again, as taking away would leave rounding errors where `good` is a sum of ratios.
      if (kept.size < known) all = [...kept.values()].reduce(joined, { good: 0, total: 0 });
      return all;
    },
  };
}

function joined(a: Counts, b: Counts): Counts {
  return { good: a.good + b.good, total: a.total + b.total };
}
