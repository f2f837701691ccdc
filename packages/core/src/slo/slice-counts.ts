/** A slice of the ledger as the evaluator takes it. */

import { partOf } from '../probe/count-memory.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import type { SloSource } from './slo.ts';
import type { TimedCounts } from './tally.ts';

/** `null` if the slice is from another journey, or has no data for the source. */
export function countsFrom(
  source: SloSource,
  slice: LedgerSlice,
): (TimedCounts & { readonly durationSeconds: number }) | null {
  const part = slice.journey === source.journey ? partOf(slice, source) : null;
  if (part === null) return null;
  return { startMs: slice.startMs, counts: part[source.sli], durationSeconds: slice.widthSeconds };
}
