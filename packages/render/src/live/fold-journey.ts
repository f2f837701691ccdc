/** What one journey's slices show, second by second, as far back as the widest terminal displays. */
import { quantile } from '@garbageday/core/probe/histogram.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { Felt, LiveJourney, LiveSecond } from './live-state.ts';

/** Counts of all requests so far. */
export type Totals = Pick<LiveJourney, 'sent' | 'failed' | 'retried'>;

type Span = Pick<Slice, 'startMs' | 'widthSeconds'>;

/** Oldest second first. */
export type JourneyFold = Pick<LiveJourney, 'name' | 'role'> & {
  readonly totals: Totals;
  readonly seconds: readonly (Span & { readonly felt: LiveSecond })[];
};

/** Four minutes: what the widest terminals show. */
export const shownSeconds = 240;

export function emptyJourney({ name, role }: Pick<LiveJourney, 'name' | 'role'>): JourneyFold {
  return { name, role, totals: { sent: 0, failed: 0, retried: 0 }, seconds: [] };
}

export function foldJourney(fold: JourneyFold, slice: Slice, totals: Totals): JourneyFold {
  const { startMs, widthSeconds } = slice;
  const { sent, failed, retried } = totals;
  const second = { startMs, widthSeconds, felt: secondOf(slice) };
  const seconds = [...fold.seconds, second].slice(-shownSeconds);
  return { ...fold, totals: { sent, failed, retried }, seconds };
}

/** `injectedAtMs`: an injection may become known only after its second was measured. */
export function journeyOf(
  { name, role, totals, seconds }: JourneyFold,
  injectedAtMs: readonly number[],
): LiveJourney {
  return {
    ...{ name, role, ...totals },
    seconds: seconds.map(({ felt, ...span }) =>
      injectedAtMs.some((atMs) => isWithin(span, atMs)) ? { ...felt, hasKill: true } : felt,
    ),
  };
}

/** What was felt in the seconds that overlap the interval; null: none has been measured. */
export function feltIn(journeys: readonly JourneyFold[], fromMs: number, toMs: number | null): Felt | null {
  const seconds = journeys
    .flatMap((one) => one.seconds)
    .filter(
      ({ startMs, widthSeconds }) => startMs + widthSeconds * 1_000 > fromMs && startMs < (toMs ?? Infinity),
    )
    .map(({ felt }) => felt);
  if (seconds.length === 0) return null;
  const waits = seconds.flatMap(({ maxMs }) => maxMs ?? []);
  return {
    waitedMs: waits.length === 0 ? null : Math.max(...waits),
    failed: seconds.reduce((sum, { bad }) => sum + bad, 0),
  };
}

function isWithin({ startMs, widthSeconds }: Span, atMs: number): boolean {
  return startMs <= atMs && atMs < startMs + widthSeconds * 1_000;
}

function secondOf({ startMs, availability, histogram }: Slice): LiveSecond {
  return {
    startMs,
    total: availability.total,
    bad: availability.total - availability.good,
    p50Ms: quantile(histogram, 0.5),
    p95Ms: quantile(histogram, 0.95),
    p99Ms: quantile(histogram, 0.99),
    maxMs: quantile(histogram, 1),
  };
}
