import type { LedgerSlice, Slice } from '@garbageday/core/probe/slice.ts';

/** A whole slice in which every field says something, with the given ones in place. */
export function sampleSlice(given: Partial<Slice> = {}): Slice {
  return {
    service: 'wordcount',
    journey: 'probe',
    vantage: 'local',
    startMs: 1_000,
    widthSeconds: 1,
    seq: 0,
    availability: { good: 9, total: 10 },
    latency: { good: 8, total: 10 },
    errors: [
      ['reset', 1],
      ['timeout', 2],
    ],
    retried: 3,
    histogram: {
      buckets: [
        [-4, 1],
        [7, 9],
      ],
    },
    longestMs: 12.75,
    badRuns: { leading: 0, longest: 1, trailing: 1 },
    lagP99Ms: 0.125,
    steps: [{ step: 'insert', counts: { good: 9, total: 10 }, histogram: { buckets: [[7, 10]] } }],
    ...given,
  };
}

/** What every ledger gives back; one may give more. */
export function asRead(slice: LedgerSlice): LedgerSlice {
  return { ...slice, steps: slice.steps.map(({ step, counts }) => ({ step, counts })) };
}
