/**
 * Counts of a journey, or of a part of it, that remember what they have read, so that a month is read from the ledger
 * only once.
 */
import type { Ledger } from '../ports.ts';
import type { Counts } from '../statistics/counts.ts';
import { sumCounts } from './merge-slices.ts';
import { foldSlices } from './read-slices.ts';
import type { LedgerSlice } from './slice.ts';

/** A slice may reach the ledger this much later than one that began after it; until then slices are read again. */
const lateMs = 30_000;

/** The counts of one slice, or of all slices that began within one bucket. */
export type CountBucket = {
  readonly startMs: number;
  readonly availability: Counts;
  readonly latency: Counts;
};

type CountMemory = (fromMs: number, nowMs: number) => Promise<readonly CountBucket[]>;

type CountSource = {
  readonly ledger: Pick<Ledger, 'slices'>;
  readonly service: string;
  readonly journey: string;
  /** Counts older than half a minute are kept in buckets this wide: the precision of a window's far end. */
  readonly bucketMs: number;
  /** Which part of each slice counts. */
  readonly part: SlicePart;
  /** Whether a slice counts; it does not if the prober itself was late, say. */
  readonly isTrusted: (slice: LedgerSlice) => boolean;
};

/** A reader of the counts from `fromMs` to now. If `fromMs` moves back in time, everything is read again. */
export function countMemory({
  ledger,
  service,
  journey,
  bucketMs,
  part,
  isTrusted,
}: CountSource): CountMemory {
  const recent = new Map<string, CountBucket>();
  const settled = new Map<number, CountBucket>();
  let settledUntilMs = Number.NEGATIVE_INFINITY;
  let knownFromMs = Number.POSITIVE_INFINITY;

  /** The request reaches further back than what is known: start over. */
  const beginAgain = (): void => {
    settled.clear();
    settledUntilMs = Number.NEGATIVE_INFINITY;
  };
  const remember = (_: unknown, page: readonly LedgerSlice[]): void => {
    for (const slice of page) {
      // Another reader of this memory may have settled the slice while this one waited for the page.
      if (slice.startMs < settledUntilMs || !isTrusted(slice)) continue;
      const counts = partOf(slice, part);
      if (counts === null) continue;
      const { availability, latency } = counts;
      recent.set(`${slice.startMs} ${slice.seq} ${slice.vantage}`, {
        startMs: slice.startMs,
        availability,
        latency,
      });
    }
  };
  const settle = (untilMs: number): void => {
    for (const [key, slice] of recent) {
      if (slice.startMs >= untilMs) continue;
      const startMs = Math.floor(slice.startMs / bucketMs) * bucketMs;
      settled.set(startMs, added(settled.get(startMs), slice, startMs));
      recent.delete(key);
    }
    settledUntilMs = Math.max(settledUntilMs, untilMs);
  };
  return async (fromMs, nowMs) => {
    if (fromMs < knownFromMs) beginAgain();
    knownFromMs = fromMs;
    const query = { service, journey, fromMs: Math.max(fromMs, settledUntilMs), toMs: nowMs };
    await foldSlices(ledger, query, { start: undefined, fold: remember });
    settle(nowMs - lateMs);
    for (const startMs of settled.keys()) if (startMs + bucketMs <= fromMs) settled.delete(startMs);
    return [...settled.values(), ...[...recent.values()].filter(({ startMs }) => startMs >= fromMs)];
  };
}

function added(to: CountBucket | undefined, slice: CountBucket, startMs: number): CountBucket {
  if (to === undefined) return { ...slice, startMs };
  return {
    startMs,
    availability: sumCounts([to.availability, slice.availability]),
    latency: sumCounts([to.latency, slice.latency]),
  };
}

/** `null` is the whole journey, and everywhere. */
type SlicePart = { readonly step: string | null; readonly vantage: string | null };

export const wholeJourney: SlicePart = { step: null, vantage: null };

type PartCounts = { readonly availability: Counts; readonly latency: Counts };

/**
 * Both SLIs of a part of the slice; `null` if the slice is from another vantage, or the step was never sent. For a
 * step, only correct answers are counted, so its latency SLI is the same.
 */
export function partOf(slice: LedgerSlice, { step, vantage }: SlicePart): PartCounts | null {
  if (vantage !== null && slice.vantage !== vantage) return null;
  if (step === null) return slice;
  const counts = slice.steps.find((each) => each.step === step)?.counts;
  return counts === undefined ? null : { availability: counts, latency: counts };
}
