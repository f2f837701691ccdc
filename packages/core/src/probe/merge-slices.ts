/** Rolls up slices: the same sums for a second, a game day and a month. Runs of bad journeys join across slices. */
import type { Counts } from '../statistics/counts.ts';
import { emptyHistogram, type Histogram, histogramBuilder } from './histogram.ts';
import type { ErrorCounts, ErrorKind, LedgerSlice } from './slice.ts';

/** Many slices of one journey as one. */
export type MergedSlices = {
  /** How many slices it was made of. */
  readonly slices: number;
  readonly availability: Counts;
  readonly latency: Counts;
  readonly errors: ErrorCounts;
  readonly retried: number;
  readonly histogram: Histogram;
  readonly longestMs: number;
  readonly badRuns: BadRuns;
  /** The worst lag p99 of any slice, in milliseconds: an upper bound, because percentiles cannot be averaged. */
  readonly lagP99Ms: number;
};

/** The lengths of the leading, longest and trailing runs of bad journeys among `total` consecutive ones. */
type BadRuns = {
  readonly total: number;
  readonly leading: number;
  readonly longest: number;
  readonly trailing: number;
};

/** The runs of no journeys at all: the neutral element of `joinRuns`. */
export const noRuns: BadRuns = { total: 0, leading: 0, longest: 0, trailing: 0 };

/** No slices: the neutral element of `joinMerged`. */
export const nothingMerged: MergedSlices = {
  slices: 0,
  availability: { good: 0, total: 0 },
  latency: { good: 0, total: 0 },
  errors: [],
  retried: 0,
  histogram: emptyHistogram,
  longestMs: 0,
  badRuns: noRuns,
  lagP99Ms: 0,
};

/** Merges slices of one journey, given in any order; runs of bad ones join across slices in chronological order. */
export function mergeSlices(slices: readonly LedgerSlice[]): MergedSlices {
  return fold(slices.toSorted(byTime).map(asMerged));
}

/** Joins slices merged page by page; `later` follows `earlier` in time. Associative. */
export function joinMerged(earlier: MergedSlices, later: MergedSlices): MergedSlices {
  return fold([earlier, later]);
}

function fold(parts: readonly MergedSlices[]): MergedSlices {
  const histogram = histogramBuilder();
  for (const part of parts) histogram.merge(part.histogram);
  return {
    slices: sum(parts.map((part) => part.slices)),
    availability: sumCounts(parts.map((part) => part.availability)),
    latency: sumCounts(parts.map((part) => part.latency)),
    errors: sumErrorCounts(parts.map((part) => part.errors)),
    retried: sum(parts.map((part) => part.retried)),
    histogram: histogram.build(),
    longestMs: max(parts.map((part) => part.longestMs)),
    badRuns: parts.map((part) => part.badRuns).reduce(joinRuns, noRuns),
    lagP99Ms: max(parts.map((part) => part.lagP99Ms)),
  };
}

function asMerged(slice: LedgerSlice): MergedSlices {
  const { availability, latency, errors, retried, histogram, longestMs, lagP99Ms } = slice;
  const badRuns = { total: availability.total, ...slice.badRuns };
  return { slices: 1, availability, latency, errors, retried, histogram, longestMs, badRuns, lagP99Ms };
}

/** Adds up counts; associative and commutative. */
export function sumCounts(counts: readonly Counts[]): Counts {
  return { good: sum(counts.map((count) => count.good)), total: sum(counts.map((count) => count.total)) };
}

function byTime(a: LedgerSlice, b: LedgerSlice): number {
  return a.startMs - b.startMs || (a.vantage === b.vantage ? a.seq - b.seq : a.vantage < b.vantage ? -1 : 1);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

// Not Math.max(...values): a month of slices is more arguments than a call may have.
function max(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** One journey's runs. */
export function runOf(isBad: boolean): BadRuns {
  const length = isBad ? 1 : 0;
  return { total: 1, leading: length, longest: length, trailing: length };
}

/** The runs of `earlier` followed directly by `later`. Associative, not commutative: the order is chronological. */
export function joinRuns(earlier: BadRuns, later: BadRuns): BadRuns {
  return {
    total: earlier.total + later.total,
    leading: earlier.leading === earlier.total ? earlier.total + later.leading : earlier.leading,
    longest: Math.max(earlier.longest, later.longest, earlier.trailing + later.leading),
    trailing: later.trailing === later.total ? earlier.trailing + later.total : later.trailing,
  };
}

/** Adds up lists of counts by kind; the result is sorted by kind. Associative and commutative. */
export function sumErrorCounts(lists: readonly ErrorCounts[]): ErrorCounts {
  const sums = new Map<ErrorKind, number>();
  for (const [kind, count] of lists.flat()) sums.set(kind, (sums.get(kind) ?? 0) + count);
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}
