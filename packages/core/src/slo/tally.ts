/** Good and total as the budgeting method counts them, of windows that all end now (OpenSLO v1, `budgetingMethod`). */
import type { Counts } from '../probe/slice.ts';
import { budgetFraction, inUnits } from './error-budget.ts';
import type { Budgeting } from './slo.ts';

/** The events of one slice of one vantage. */
export type TimedCounts = { readonly startMs: number; readonly counts: Counts };

export type Tally = {
  readonly add: (slice: TimedCounts) => void;
  /** What was added from `fromMs` on: events, or time slices; of `ratio-timeslices` `good` is a sum of ratios. */
  readonly since: (fromMs: number) => Counts;
};

/**
 * Counts slices in any order; they are forgotten as soon as they are counted. `fromMs` lists the beginnings that may be
 * asked about. Memory: a few sums, or one pair of sums for each time slice of the window, however many slices there are.
 */
export function tallyOf(budgeting: Budgeting, fromMs: readonly number[]): Tally {
  if (budgeting.kind === 'occurrences') return occurrences(fromMs);
  const sliceMs = budgeting.sliceSeconds * 1_000;
  return budgeting.kind === 'timeslices'
    ? timeSlices(sliceMs, (counts) => (reaches(counts, budgeting.sliceTarget) ? 1 : 0))
    : timeSlices(sliceMs, ({ good, total }) => good / total);
}

/** Windows that all end now lie within each other: the first that a slice misses ends the search. */
function occurrences(beginnings: readonly number[]): Tally {
  const longestFirst = [...new Set(beginnings)].sort((a, b) => a - b);
  const sums = longestFirst.map((fromMs) => ({ fromMs, good: 0, total: 0 }));
  return {
    add: ({ startMs, counts }) => {
      for (const sum of sums) {
        if (startMs < sum.fromMs) return;
        sum.good += counts.good;
        sum.total += counts.total;
      }
    },
    since: (asked) => {
      const { good, total } = { good: 0, total: 0, ...sums.find(({ fromMs }) => fromMs === asked) };
      return { good, total };
    },
  };
}

/** Time slices are multiples of their length since the epoch; one without an event is no time slice. */
function timeSlices(sliceMs: number, goodnessOf: (counts: Counts) => number): Tally {
  const sums = new Map<number, { good: number; total: number }>();
  return {
    add: ({ startMs, counts }) => {
      if (counts.total === 0) return;
      const index = Math.floor(startMs / sliceMs);
      const sum = sums.get(index);
      if (sum === undefined) sums.set(index, { ...counts });
      else {
        sum.good += counts.good;
        sum.total += counts.total;
      }
    },
    since: (fromMs) => {
      // In order of time, so that a sum of ratios does not depend on the order in which slices came.
      const inside = [...sums].filter(([index]) => index * sliceMs >= fromMs).sort(([a], [b]) => a - b);
      const good = inside.reduce((sum, [, counts]) => sum + goodnessOf(counts), 0);
      return { good, total: inside.length };
    },
  };
}

/** good ÷ total ≥ target, in integers. A target of 1 is every event, so it is written as what may fail: nothing. */
function reaches({ good, total }: Counts, target: number): boolean {
  if (target === 1) return good === total;
  const mayFail = budgetFraction(target);
  return inUnits(total - good) * mayFail.denominator <= inUnits(total) * mayFail.numerator;
}
