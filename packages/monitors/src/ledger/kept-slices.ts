/** Slices of a journey that were read from the ledger, so that each minute only what is new has to be read. */
import type { Interval, Ledger } from '@garbageday/core/ports.ts';
import { foldSlices } from '@garbageday/core/probe/read-slices.ts';
import type { LedgerSlice } from '@garbageday/core/probe/slice.ts';

export type KeptSlices<T> = (interval: Interval) => Promise<readonly T[]>;

export type SliceSource<T> = {
  readonly ledger: Pick<Ledger, 'slices'>;
  readonly service: string;
  readonly journey: string;
  /** A slice may reach the ledger this long after it began, in milliseconds; until then it is looked for again. */
  readonly lateMs: number;
  /** What is kept of a slice. */
  readonly keep: (slice: LedgerSlice) => T;
};

/**
 * What began in an interval, in the order in which it was found. A memory that has just begun reads all of it, with the same result; so does
 * one that is asked for an interval that begins earlier than the last.
 */
export function keptSlices<T>({ ledger, service, journey, lateMs, keep }: SliceSource<T>): KeptSlices<T> {
  const kept = new Map<string, { readonly startMs: number; readonly value: T }>();
  let knownFromMs = Number.POSITIVE_INFINITY;
  let readUntilMs = Number.NEGATIVE_INFINITY;
  const forget = (fromMs: number): void => {
    if (fromMs < knownFromMs) {
      kept.clear();
      readUntilMs = Number.NEGATIVE_INFINITY;
    }
    knownFromMs = fromMs;
    for (const [key, { startMs }] of kept) if (startMs < fromMs) kept.delete(key);
  };
  const remember = (_: unknown, page: readonly LedgerSlice[]): void => {
    for (const slice of page) {
      const { startMs, seq, vantage } = slice;
      const key = `${startMs} ${seq} ${vantage}`;
      if (!kept.has(key)) kept.set(key, { startMs, value: keep(slice) });
    }
  };
  return async ({ fromMs, toMs }) => {
    forget(fromMs);
    const query = { service, journey, fromMs: Math.max(fromMs, readUntilMs - lateMs), toMs };
    await foldSlices(ledger, query, { start: undefined, fold: remember });
    readUntilMs = Math.max(readUntilMs, toMs);
    return [...kept.values()].flatMap(({ startMs, value }) => (startMs < toMs ? [value] : []));
  };
}
