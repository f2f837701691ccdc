/** What happened within an SLO's window: counts from the ledger, each slice read about once. */

import type { SloConfiguration } from '../configuration.ts';
import type { Interval, Ledger } from '../ports.ts';
import { countMemory, wholeJourney } from '../probe/count-memory.ts';
import { sumCounts } from '../probe/merge-slices.ts';
import { isTrusted, measuredSince } from '../probe/read-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import type { Counts } from '../statistics/counts.ts';
import { hourMs } from '../time/durations.ts';

type Measured = Pick<SloConfiguration, 'journey' | 'role'>;

/** Counts of the SLI in an interval that ends now, and since when its journey has been measured. */
export type WindowCounts = (
  slo: Measured & Pick<SloConfiguration, 'sli'>,
  window: Interval,
) => Promise<{ readonly counts: Counts; readonly measuredSinceMs: number | null }>;

export type WindowSource = {
  readonly ledger: Pick<Ledger, 'slices'>;
  readonly service: string;
  /** A judge's slice with more lag is void; a load's always count. */
  readonly maxLagMs: number;
  /** Time that counts nowhere, such as maintenance. Default: all time counts. */
  readonly isExcluded?: (atMs: number) => boolean;
  /**
   * When measuring began, for a stack that lives no longer than its run. Default: as far back as the ledger remembers.
   */
  readonly bornMs?: number;
};

/**
 * Counts that remember what they have read. The first answer is exact; for later ones, the far end of the window is
 * exact to the hour, and events just outside it are included rather than dropped.
 */
export function rememberedCounts(source: WindowSource): WindowCounts {
  const memories = new Map<string, ReturnType<typeof memoryOf>>();
  const remembered = (slo: Measured) => {
    const memory = memories.get(slo.journey) ?? memoryOf(source, slo);
    memories.set(slo.journey, memory);
    return memory;
  };
  const bornMs = source.bornMs ?? Number.NEGATIVE_INFINITY;
  return async (slo, { fromMs, toMs }) => {
    const { read, since } = remembered(slo);
    const buckets = await read(Math.max(fromMs, bornMs), toMs);
    return {
      counts: sumCounts(buckets.map((bucket) => bucket[slo.sli])),
      measuredSinceMs: await since(toMs),
    };
  };
}

function memoryOf(source: WindowSource, { journey, role }: Measured) {
  const { ledger, service, maxLagMs, isExcluded = () => false, bornMs } = source;
  const counts = (slice: LedgerSlice) => !isExcluded(slice.startMs) && isTrusted(slice, role, maxLagMs);
  let sinceMs: number | null = bornMs ?? null;
  return {
    read: countMemory({ ledger, service, journey, bucketMs: hourMs, part: wholeJourney, isTrusted: counts }),
    since: async (nowMs: number): Promise<number | null> => {
      sinceMs ??= await measuredSince(ledger, { service, journey }, nowMs);
      return sinceMs;
    },
  };
}
