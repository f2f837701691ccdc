/** Reads slices from the ledger, page by page, and since when there are any. */
import type { Ledger, SliceQuery } from '../ports.ts';
import type { LedgerSlice } from './slice.ts';

/** Enough to make few round trips, few enough to fit any page limit. */
export const slicePageSize = 500;

/** All slices of a window that is known to be short. */
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

/** Slices are kept this long (domain.md §8). */
export const slicesKeptMs = 400 * 86_400_000;

type MeasuredJourney = { readonly service: string; readonly journey: string };

/** When the first slice that the ledger keeps began; `null`: there is none before `nowMs`. */
export async function measuredSince(
  ledger: Pick<Ledger, 'slices'>,
  { service, journey }: MeasuredJourney,
  nowMs: number,
): Promise<number | null> {
  const kept = { fromMs: nowMs - slicesKeptMs, toMs: nowMs, pageSize: 1 };
  for await (const page of ledger.slices({ service, journey, ...kept }))
    for (const { startMs } of page) return startMs;
  return null;
}
