/** What one journey's slices say, second by second, as far back as the widest terminal shows. */
import { quantile } from '@garbageday/core/probe/histogram.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { LiveJourney, LiveSecond } from './live-state.ts';

/** Of all requests so far. */
export type Totals = Pick<LiveJourney, 'sent' | 'failed' | 'retried'>;

type Span = Pick<Slice, 'startMs' | 'widthSeconds'>;

/** Oldest second first. */
export type JourneyFold = Pick<LiveJourney, 'name' | 'role'> & {
  readonly totals: Totals;
  readonly seconds: readonly (Span & { readonly felt: LiveSecond })[];
};

/** Four minutes: what the widest terminals show. */
const shownSeconds = 240;

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

/** `injectedAtMs`: what was injected may become known after its second was measured. */
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

function isWithin({ startMs, widthSeconds }: Span, atMs: number): boolean {
  return startMs <= atMs && atMs < startMs + widthSeconds * 1_000;
}

function secondOf({ availability, histogram }: Slice): LiveSecond {
  return {
    total: availability.total,
    bad: availability.total - availability.good,
    p50Ms: quantile(histogram, 0.5),
    p99Ms: quantile(histogram, 0.99),
  };
}
