/** Slices for tests. */
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { type JourneyOutcome, sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';

export const badAnswer = { error: 'reset' as const };

/** One slice of a second with so many journeys; `outcomes` says what went otherwise with the first ones. */
export function sliceAt(
  startMs: number,
  outcomes: readonly Partial<JourneyOutcome>[] = [],
  { journey = 'probe', journeys = 10 } = {},
): Slice {
  const identity = { service: 'wordcount', journey, vantage: 'local', startMs, widthSeconds: 1, seq: 0 };
  const builder = sliceBuilder(identity, 300);
  for (let index = 0; index < journeys; index += 1) {
    builder.record({ latencyMs: 5, error: null, retried: 0, lagMs: 0.2, steps: [], ...outcomes[index] });
  }
  return builder.build();
}
