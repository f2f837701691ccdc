/** What of a slice an objective counts. */
import type { Counts, Slice } from '../probe/slice.ts';
import type { SloSource } from './slo.ts';
import type { TimedCounts } from './tally.ts';

/** A part of a journey: `null` is the whole of it, from everywhere. */
export type SlicePart = Pick<SloSource, 'step' | 'vantage'>;

export type PartCounts = { readonly availability: Counts; readonly latency: Counts };

/**
 * Both SLIs of a part of the slice; `null` when it is of another vantage, or the step was never sent. Of a step only
 * whether it was answered correctly is counted, so its latency SLI is the same.
 */
export function partOf(slice: Slice, { step, vantage }: SlicePart): PartCounts | null {
  if (vantage !== null && slice.vantage !== vantage) return null;
  if (step === null) return slice;
  const counts = slice.steps.find((each) => each.step === step)?.counts;
  return counts === undefined ? null : { availability: counts, latency: counts };
}

/** The slice as the evaluator takes it; `null` when it is of another journey, or has nothing of the source. */
export function countsFrom(
  source: SloSource,
  slice: Slice,
): (TimedCounts & { readonly durationSeconds: number }) | null {
  const part = slice.journey === source.journey ? partOf(slice, source) : null;
  if (part === null) return null;
  return { startMs: slice.startMs, counts: part[source.sli], durationSeconds: slice.widthSeconds };
}
