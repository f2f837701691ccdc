/**
 * Time that counts neither as good nor as bad, such as planned maintenance (domain.md §5). Chaos is never excluded by
 * default.
 */
import type { Interval } from '../ports.ts';

/**
 * The same time as the fewest intervals, ascending and not touching each other; empty and backward ones are dropped.
 */
export function mergeIntervals(intervals: readonly Interval[]): readonly Interval[] {
  const merged: Interval[] = [];
  for (const next of intervals.filter(isSome).toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1);
    if (last === undefined || next.fromMs > last.toMs) merged.push(next);
    else merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, next.toMs) };
  }
  return merged;
}

function isSome({ fromMs, toMs }: Interval): boolean {
  return toMs > fromMs;
}

/**
 * Whether an instant lies in any of the intervals. Cheap to call: intervals are merged once and searched by bisection.
 */
export function membership(intervals: readonly Interval[]): (atMs: number) => boolean {
  const merged = mergeIntervals(intervals);
  return (atMs) => {
    let low = 0;
    let high = merged.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const interval = merged[middle];
      if (interval === undefined || interval.toMs <= atMs) low = middle + 1;
      else high = middle;
    }
    const next = merged[low];
    return next !== undefined && next.fromMs <= atMs;
  };
}
