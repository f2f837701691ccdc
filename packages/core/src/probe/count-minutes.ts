/** Keeps a ledger up to date with what a load balancer counts: every minute once, in order, as a slice. */
import type { Clock, Interval, Ledger } from '../ports.ts';
import { dayMs, hourMs, minuteMs } from '../time/durations.ts';
import { type CountedMinute, idleMinute, sliceOfMinute } from './counted-minute.ts';
import { foldSlices } from './read-slices.ts';
import type { SliceIdentity } from './slice-builder.ts';

export type MinutePorts = {
  readonly ledger: Pick<Ledger, 'slices' | 'putSlice'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Minutes with any request, by when they begin. */
  readonly minutes: (interval: Interval) => Promise<ReadonlyMap<number, CountedMinute>>;
  /** Throws if what counts is not there, and so has nothing to tell. Asked only then. */
  readonly assertThere: () => Promise<void>;
};

export type Counting = Pick<SliceIdentity, 'service' | 'journey' | 'vantage'>;

/** Half-open interval of what was written, and how many requests it holds. */
export type CountedInterval = Interval & { readonly requests: number };

/** A minute is final this long after its end: load balancers send their metrics within three. */
const settledMs = 5 * minuteMs;

/** A minute of which nothing is known by now had no request. */
const idleAfterMs = 15 * minuteMs;

/** Where nothing has been written before, it begins this long ago. */
export const firstLookMs = 3 * hourMs;

/** Metrics by the minute are kept for fifteen days (API Reference, GetMetricData). */
export const longestGapMs = 14 * dayMs;

/** In one go. What is left is done by the next. */
const mostAtOnceMs = dayMs;

/** A repeat, or another that runs at the same time, changes nothing: slices are final when they are written. */
export async function countMinutes(
  { ledger, clock, minutes, assertThere }: MinutePorts,
  counting: Counting,
): Promise<CountedInterval> {
  const nowMs = clock.now();
  const endMs = Math.floor((nowMs - settledMs) / minuteMs) * minuteMs;
  const lastMs = await lastSliceMs(ledger, counting, endMs);
  const fromMs = lastMs === null ? endMs - firstLookMs : lastMs + minuteMs;
  const toMs = Math.min(endMs, fromMs + mostAtOnceMs);
  if (fromMs >= toMs) return { fromMs, toMs: fromMs, requests: 0 };
  const known = await minutes({ fromMs, toMs });
  if (known.size === 0) await assertThere();
  let requests = 0;
  for (let startMs = fromMs; startMs < toMs; startMs += minuteMs) {
    const counted = known.get(startMs);
    // It may only be late. What follows waits for it, so that no minute is ever passed over.
    if (counted === undefined && startMs + idleAfterMs > nowMs) return { fromMs, toMs: startMs, requests };
    const slice = sliceOfMinute({ ...counting, startMs, widthSeconds: 60, seq: 0 }, counted ?? idleMinute);
    await ledger.putSlice(slice);
    requests += slice.availability.total;
  }
  return { fromMs, toMs, requests };
}

/** When the last slice before `toMs` began; `null`: there has been none for as long as it could be made up for. */
export async function lastSliceMs(
  ledger: Pick<Ledger, 'slices'>,
  { service, journey }: Pick<Counting, 'service' | 'journey'>,
  toMs: number,
): Promise<number | null> {
  const lastIn = (fromMs: number) => {
    const start: number | null = null;
    return foldSlices<number | null>(
      ledger,
      { service, journey, fromMs, toMs },
      { start, fold: (soFar, page) => page.reduce<number | null>((_, { startMs }) => startMs, soFar) },
    );
  };
  return (await lastIn(toMs - firstLookMs)) ?? lastIn(toMs - longestGapMs);
}
