/**
 * Slices of the ledger, read page by page: since when there are any, which ones count, and how much of an interval they
 * cover.
 */

import type { Interval, Ledger, SliceQuery } from '../ports.ts';
import { keptMs } from '../time/durations.ts';
import type { JourneyRole } from './journey.ts';
import type { LedgerSlice } from './slice.ts';

/** Enough to make few round trips, few enough to fit any page limit. */
export const slicePageSize = 500;

/** All slices of a window known to be short. */
export async function readSlices(
  ledger: Pick<Ledger, 'slices'>,
  query: Omit<SliceQuery, 'pageSize'>,
): Promise<readonly LedgerSlice[]> {
  const start: readonly LedgerSlice[] = [];
  return foldSlices(ledger, query, { start, fold: (all, page) => [...all, ...page] });
}

/** Folds a window of any length; one page is in memory at a time. */
export async function foldSlices<T>(
  ledger: Pick<Ledger, 'slices'>,
  query: Omit<SliceQuery, 'pageSize'>,
  into: { readonly start: T; readonly fold: (soFar: T, page: readonly LedgerSlice[]) => T },
): Promise<T> {
  let soFar = into.start;
  for await (const page of ledger.slices({ ...query, pageSize: slicePageSize }))
    soFar = into.fold(soFar, page);
  return soFar;
}

type MeasuredJourney = { readonly service: string; readonly journey: string };

/** When the first slice in the ledger began; `null`: there is none before `nowMs`. */
export async function measuredSince(
  ledger: Pick<Ledger, 'slices'>,
  { service, journey }: MeasuredJourney,
  nowMs: number,
): Promise<number | null> {
  const kept = { fromMs: nowMs - keptMs, toMs: nowMs, pageSize: 1 };
  for await (const page of ledger.slices({ service, journey, ...kept }))
    for (const { startMs } of page) return startMs;
  return null;
}

/** The rules for whether a slice counts. */
export type SliceRules = {
  readonly widthMs: number;
  /** The prober's lag p99, in milliseconds, above which a slice is void. */
  readonly maxLagMs: number;
  /** With fewer events, the prober did not do its job. */
  readonly minEvents: number;
};

export type Coverage = {
  /** Slices that should start in the interval. */
  readonly expected: number;
  /** Intervals that have a slice that counts. */
  readonly covered: number;
  /** Covered ÷ expected, 0–1; 0 when nothing can be expected. */
  readonly ratio: number;
  /** The slices that count, in chronological order. */
  readonly slices: readonly LedgerSlice[];
};

/** The prober itself was late, so the slice says nothing about the service. */
export function isVoid(slice: LedgerSlice, maxLagMs: number): boolean {
  return slice.lagP99Ms > maxLagMs;
}

/** Whether a slice counts: a load's always does, as it judges nothing; a judge's does unless the prober was late. */
export function isTrusted(slice: LedgerSlice, role: JourneyRole, maxLagMs: number): boolean {
  return role === 'load' || !isVoid(slice, maxLagMs);
}

/**
 * The rules for a prober with this rate. A slice without an event is the prober's fault and counts against coverage
 * like a void or missing one, unless the rate is so low that empty slices are to be expected.
 */
export function sliceRules(ratePerSecond: number, widthSeconds: number, maxLagMs: number): SliceRules {
  const minEvents = ratePerSecond * widthSeconds >= 2 ? 1 : 0;
  return { widthMs: widthSeconds * 1_000, maxLagMs, minEvents };
}

/** The slices of the interval that count, and how much of it they cover. */
export function coverageOf(slices: readonly LedgerSlice[], interval: Interval, rules: SliceRules): Coverage {
  const counted = slices
    .filter((slice) => slice.startMs >= interval.fromMs && slice.startMs < interval.toMs)
    .filter((slice) => !isVoid(slice, rules.maxLagMs) && slice.availability.total >= rules.minEvents)
    .toSorted((a, b) => a.startMs - b.startMs);
  const covered = new Set(counted.map((slice) => slice.startMs)).size;
  const expected = slicesIn(interval, rules.widthMs);
  return { expected, covered, ratio: expected === 0 ? 0 : Math.min(1, covered / expected), slices: counted };
}

/** The number of slices that start in the interval: at multiples of the width. */
function slicesIn({ fromMs, toMs }: Interval, widthMs: number): number {
  return Math.max(0, Math.ceil(toMs / widthMs) - Math.ceil(fromMs / widthMs));
}

/** The smallest interval of whole slices that contains the given one. */
export function alignOutwards({ fromMs, toMs }: Interval, widthMs: number): Interval {
  return { fromMs: Math.floor(fromMs / widthMs) * widthMs, toMs: Math.ceil(toMs / widthMs) * widthMs };
}
