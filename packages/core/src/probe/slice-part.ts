/** A part of a journey: one step of it, or what was measured from one vantage. */
import type { Counts } from '../statistics/counts.ts';
import type { LedgerSlice } from './slice.ts';

/** `null` is the whole journey, and everywhere. */
export type SlicePart = { readonly step: string | null; readonly vantage: string | null };

export const wholeJourney: SlicePart = { step: null, vantage: null };

export type PartCounts = { readonly availability: Counts; readonly latency: Counts };

/**
 * Both SLIs of a part of the slice; `null` when it is of another vantage, or the step was never sent. Of a step only
 * whether it was answered correctly is counted, so its latency SLI is the same.
 */
export function partOf(slice: LedgerSlice, { step, vantage }: SlicePart): PartCounts | null {
  if (vantage !== null && slice.vantage !== vantage) return null;
  if (step === null) return slice;
  const counts = slice.steps.find((each) => each.step === step)?.counts;
  return counts === undefined ? null : { availability: counts, latency: counts };
}
