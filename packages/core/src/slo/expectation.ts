/** What a window holds beside what was seen of it: what is still to come, and what was before anybody measured. */
import type { Interval } from '../ports.ts';
import { mergeIntervals } from './exclusions.ts';
import type { Budgeting, Slo } from './slo.ts';

export type Expectation =
  /** No rate is known: the window holds what was seen. */
  | { readonly basis: 'seen' }
  | {
      readonly basis: 'window';
      /** The journey's configured rate of events. */
      readonly ratePerSecond: number;
      /** When the first slice ever began; `null`: nothing has ever been measured. */
      readonly measuredSinceMs: number | null;
    };

/** The window's time, and what of it holds no events. */
export type WindowTime = {
  readonly bounds: Interval;
  readonly nowMs: number;
  readonly expected: Expectation;
  readonly excluded: readonly Interval[];
};

/**
 * Whole events, or time slices where they are budgeted. Of a calendar window the rest of it is credited, of a rolling
 * one the time before the first slice ever. Minutes that are missing in between are not: they are a matter of coverage.
 */
export function creditedEvents(
  { window, budgeting }: Pick<Slo, 'window' | 'budgeting'>,
  { bounds, nowMs, expected, excluded }: WindowTime,
): number {
  if (expected.basis === 'seen') return 0;
  const { fromMs, toMs } = bounds;
  const measuredFromMs = Math.min(toMs, expected.measuredSinceMs ?? toMs);
  const credited =
    window.kind === 'calendar'
      ? { fromMs: Math.max(fromMs, nowMs), toMs }
      : { fromMs, toMs: Math.max(fromMs, measuredFromMs) };
  return Math.round(perSecond(budgeting, expected.ratePerSecond) * (lengthMs(credited, excluded) / 1_000));
}

/** How many units of the budget a second makes. */
function perSecond(budgeting: Budgeting, ratePerSecond: number): number {
  return budgeting.kind === 'occurrences' ? ratePerSecond : 1 / budgeting.sliceSeconds;
}

/** How long the interval is without what is excluded of it; 0 for one that ends before it begins. */
function lengthMs({ fromMs, toMs }: Interval, excluded: readonly Interval[]): number {
  const inside = excluded.map((each) => ({
    fromMs: Math.max(fromMs, each.fromMs),
    toMs: Math.min(toMs, each.toMs),
  }));
  const excludedMs = mergeIntervals(inside).reduce((sum, each) => sum + each.toMs - each.fromMs, 0);
  return Math.max(0, toMs - fromMs) - excludedMs;
}
