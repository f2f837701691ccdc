/** What a window holds beside what was seen of it: what is still to come, and what was before anybody measured. */
import type { Interval } from '../ports.ts';
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

export type WindowTime = {
  readonly bounds: Interval;
  readonly nowMs: number;
  readonly expected: Expectation;
};

/**
 * Whole events, or time slices where they are budgeted. Of a calendar window the rest of it is credited, of a rolling
 * one the time before the first slice ever. Minutes that are missing in between are not: they are a matter of coverage.
 */
export function creditedEvents(
  { window, budgeting }: Pick<Slo, 'window' | 'budgeting'>,
  { bounds, nowMs, expected }: WindowTime,
): number {
  if (expected.basis === 'seen') return 0;
  const { fromMs, toMs } = bounds;
  const measuredFromMs = Math.min(toMs, expected.measuredSinceMs ?? toMs);
  const creditedMs = window.kind === 'calendar' ? toMs - nowMs : measuredFromMs - fromMs;
  return Math.round(perSecond(budgeting, expected.ratePerSecond) * (Math.max(0, creditedMs) / 1_000));
}

/** How many units of the budget a second makes. */
function perSecond(budgeting: Budgeting, ratePerSecond: number): number {
  return budgeting.kind === 'occurrences' ? ratePerSecond : 1 / budgeting.sliceSeconds;
}
