/** Good and total as the budgeting method counts them, for windows that all end now (OpenSLO v1, `budgetingMethod`). */
import type { Interval } from '../ports.ts';
import type { Counts } from '../statistics/counts.ts';
import { budgetFraction, type Tallied } from './error-budget.ts';
import { compare, fractionOf, multiply, sum, toNumber } from './fraction.ts';
import type { Budgeting } from './slo.ts';

/** The events of one slice from one vantage. */
export type TimedCounts = { readonly startMs: number; readonly counts: Counts };

export type Tally = {
  readonly add: (slice: TimedCounts) => void;
  /** What was added since `fromMs`: events, or time slices; for `ratio-timeslices`, `good` is a sum of ratios. */
  readonly since: (fromMs: number) => Tallied;
};

type TimeSlice = { good: number; total: number };

/**
 * Counts slices in any order, without keeping them. `fromMs` lists the starts that `since` may be asked for. Memory: a
 * few sums, or one pair of sums for each time slice of the window, however many slices there are.
 */
export function tallyOf(budgeting: Budgeting, fromMs: readonly number[]): Tally {
  if (budgeting.kind === 'occurrences') return occurrences(fromMs);
  const { add, between } = timeSliceTally(budgeting);
  return { add, since: (asked) => between({ fromMs: asked, toMs: Number.POSITIVE_INFINITY }) };
}

export type TimeSliceTally = {
  readonly add: (slice: TimedCounts) => void;
  /** The time slices that start in the interval. */
  readonly between: (interval: Interval) => Tallied;
};

/** The same for windows that end at different times. Memory: one pair of sums for each time slice. */
export function timeSliceTally(budgeting: Exclude<Budgeting, { kind: 'occurrences' }>): TimeSliceTally {
  const sliceMs = budgeting.sliceSeconds * 1_000;
  return budgeting.kind === 'timeslices'
    ? timeSlices(sliceMs, (slices) => countGood(slices, budgeting.sliceTarget))
    : timeSlices(sliceMs, sumOfRatios);
}

/** Windows that all end now are nested: the first one that a slice is outside of ends the search. */
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

/** Time slices start at multiples of their length since the epoch; one without an event does not count. */
function timeSlices(sliceMs: number, count: (slices: readonly TimeSlice[]) => Tallied): TimeSliceTally {
  const sums = new Map<number, TimeSlice>();
  return {
    add: ({ startMs, counts }) => {
      if (counts.total === 0) return;
      const index = Math.floor(startMs / sliceMs);
      const known = sums.get(index);
      if (known === undefined) sums.set(index, { ...counts });
      else {
        known.good += counts.good;
        known.total += counts.total;
      }
    },
    between: ({ fromMs, toMs }) =>
      count(
        [...sums].flatMap(([index, slice]) => {
          const startMs = index * sliceMs;
          return startMs >= fromMs && startMs < toMs ? [slice] : [];
        }),
      ),
  };
}

function countGood(slices: readonly TimeSlice[], target: number): Tallied {
  return { good: slices.filter((slice) => reaches(slice, target)).length, total: slices.length };
}

/** Exact, whatever the order: ratios with the same total are added before those with different totals. */
function sumOfRatios(slices: readonly TimeSlice[]): Tallied {
  const badOfTotal = new Map<number, bigint>();
  for (const { good, total } of slices)
    badOfTotal.set(total, (badOfTotal.get(total) ?? 0n) + BigInt(total - good));
  const ratios = [...badOfTotal].toSorted(([a], [b]) => a - b);
  const exactBad = sum(ratios.map(([total, numerator]) => ({ numerator, denominator: BigInt(total) })));
  const { numerator, denominator } = exactBad;
  const exactGood = { numerator: BigInt(slices.length) * denominator - numerator, denominator };
  return { good: toNumber(exactGood), total: slices.length, exactBad };
}

/** good ÷ total ≥ target, exactly. A target of 1 means every event, so it is expressed as what may fail: nothing. */
function reaches({ good, total }: Counts, target: number): boolean {
  if (target === 1) return good === total;
  return compare(fractionOf(total - good), multiply(budgetFraction(target), fractionOf(total))) <= 0;
}
