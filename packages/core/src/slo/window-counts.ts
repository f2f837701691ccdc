/** What happened within an objective's window: counts from the ledger, each slice read about once. */
import type { SloConfiguration } from '../config/configuration.ts';
import type { Ledger } from '../ports.ts';
import { countMemory } from '../probe/count-memory.ts';
import { isVoid } from '../probe/coverage.ts';
import { sumCounts } from '../probe/merge-slices.ts';
import type { Counts, Slice } from '../probe/slice.ts';
import { wholeJourney } from '../probe/slice-part.ts';

/** Counts of the objective's SLI from `fromMs` to now. */
export type WindowCounts = (
  slo: Pick<SloConfiguration, 'journey' | 'sli'>,
  fromMs: number,
  nowMs: number,
) => Promise<Counts>;

export type WindowSource = {
  readonly ledger: Pick<Ledger, 'slices'>;
  readonly service: string;
  /** A slice of the probe with more lag is void; those of the users always count. */
  readonly maxLagMs: number;
  /** Time that counts nowhere, such as maintenance. Default: all time counts. */
  readonly isExcluded?: (atMs: number) => boolean;
};

const hourMs = 3_600_000;

/**
 * Counts that remember what they have read: the first answer is exact; for later ones the far end of the window is exact
 * to the hour, and what lies beyond it counts rather than not.
 */
export function rememberedCounts(source: WindowSource): WindowCounts {
  const memories = { probe: memoryOf(source, 'probe'), users: memoryOf(source, 'users') };
  return async (slo, fromMs, nowMs) => {
    const buckets = await memories[slo.journey](fromMs, nowMs);
    return sumCounts(buckets.map((bucket) => bucket[slo.sli]));
  };
}

function memoryOf(source: WindowSource, journey: SloConfiguration['journey']) {
  const { ledger, service, maxLagMs, isExcluded = () => false } = source;
  const isTrusted = (slice: Slice): boolean =>
    !isExcluded(slice.startMs) && (journey === 'users' || !isVoid(slice, maxLagMs));
  return countMemory({ ledger, service, journey, bucketMs: hourMs, part: wholeJourney, isTrusted });
}
