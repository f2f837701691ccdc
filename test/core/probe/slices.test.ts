import { joinMerged, mergeSlices, nothingMerged } from '@garbageday/core/probe/merge-slices.ts';
import { errorKinds, type Slice } from '@garbageday/core/probe/slice.ts';
import { type JourneyOutcome, sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const thresholdMs = 300;
function identity(index: number) {
  return {
    service: 'wordcount',
    journey: 'probe',
    vantage: 'local',
    startMs: index * 1_000,
    widthSeconds: 1,
    seq: 0,
  };
}

function outcome(changes: Partial<JourneyOutcome> = {}): JourneyOutcome {
  return {
    latencyMs: 5,
    error: null,
    retried: 0,
    lagMs: 0.2,
    steps: [],
    ...changes,
  };
}

function sliceOf(outcomes: readonly JourneyOutcome[], startSecond = 0): Slice {
  const builder = sliceBuilder(identity(startSecond), thresholdMs);
  for (const each of outcomes) builder.record(each);
  return builder.build();
}

const anyOutcome: fc.Arbitrary<JourneyOutcome> = fc.record({
  latencyMs: fc.integer({ min: 0, max: 1_000 }),
  error: fc.option(fc.constantFrom(...errorKinds), { freq: 1 }),
  retried: fc.nat(2),
  lagMs: fc.nat(10),
  steps: fc.constant([]),
});

/** Outcomes of one long interval, cut into consecutive slices, some of them empty. */
const cutOutcomes = fc.array(fc.array(anyOutcome, { maxLength: 6 }), { maxLength: 8 });

describe('sliceBuilder', () => {
  it('is all zeros when nothing was sent', () => {
    expect(sliceOf([])).toEqual({
      ...identity(0),
      availability: { good: 0, total: 0 },
      latency: { good: 0, total: 0 },
      errors: [],
      retried: 0,
      histogram: { buckets: [] },
      longestMs: 0,
      badRuns: { leading: 0, longest: 0, trailing: 0 },
      lagP99Ms: 0,
      steps: [],
    });
  });

  it('counts good, slow and wrong answers apart', () => {
    const slice = sliceOf([
      outcome({ latencyMs: 300 }),
      outcome({ latencyMs: 300.5, retried: 1 }),
      outcome({ error: 'timeout', latencyMs: 1_000 }),
      outcome({ error: 'reset', lagMs: 7 }),
      outcome({ error: 'timeout' }),
    ]);
    expect(slice).toMatchObject({
      availability: { good: 2, total: 5 },
      latency: { good: 1, total: 5 },
      errors: [
        ['reset', 1],
        ['timeout', 2],
      ],
      retried: 1,
      longestMs: 1_000,
      badRuns: { leading: 0, longest: 3, trailing: 3 },
      lagP99Ms: 7,
    });
  });

  it('counts a step only when it was sent', () => {
    const slice = sliceOf([
      outcome({ steps: [{ step: 'insert', latencyMs: 2, error: null }] }),
      outcome({
        error: 'stale',
        steps: [
          { step: 'insert', latencyMs: 2, error: null },
          { step: 'get', latencyMs: 3, error: 'stale' },
        ],
      }),
    ]);
    expect(slice.steps).toMatchObject([
      { step: 'insert', counts: { good: 2, total: 2 } },
      { step: 'get', counts: { good: 0, total: 1 } },
    ]);
  });

  it('may be built twice', () => {
    const builder = sliceBuilder(identity(0), thresholdMs);
    builder.record(outcome());
    expect(builder.build()).toEqual(builder.build());
  });
});

describe('mergeSlices', () => {
  it('of nothing is nothing', () => {
    expect(mergeSlices([])).toEqual(nothingMerged);
  });

  it('sees what one wide slice would have seen, however the interval was cut', () => {
    fc.assert(
      fc.property(cutOutcomes, (cut) => {
        const merged = mergeSlices(cut.map(sliceOf));
        const wide = sliceOf(cut.flat());
        const total = wide.availability.total;
        expect(merged).toMatchObject({
          slices: cut.length,
          availability: wide.availability,
          latency: wide.latency,
          errors: wide.errors,
          retried: wide.retried,
          histogram: wide.histogram,
          longestMs: wide.longestMs,
          badRuns: { total, ...wide.badRuns },
        });
        expect(merged.lagP99Ms).toBeGreaterThanOrEqual(wide.lagP99Ms);
      }),
    );
  });

  it('does not care in which order slices arrive', () => {
    fc.assert(
      fc.property(
        cutOutcomes.chain((cut) => {
          const slices = cut.map(sliceOf);
          return fc.tuple(fc.constant(slices), fc.shuffledSubarray(slices, { minLength: slices.length }));
        }),
        ([slices, arrived]) => {
          expect(mergeSlices(arrived)).toEqual(mergeSlices(slices));
        },
      ),
    );
  });

  it('orders slices of one instant by vantage, then by sequence', () => {
    const good = sliceOf([outcome()]);
    const bad = sliceOf([outcome({ error: 'reset' })]);
    const slices = [
      { ...good, vantage: 'a', seq: 0 },
      { ...bad, vantage: 'a', seq: 1 },
      { ...bad, vantage: 'b', seq: 0 },
      { ...good, vantage: 'c', seq: 0 },
    ];
    for (const arrived of [slices, slices.toReversed()]) {
      expect(mergeSlices(arrived).badRuns).toEqual({ total: 4, leading: 0, longest: 2, trailing: 0 });
    }
  });

  it('may be done page by page, in any grouping', () => {
    const at = (outcomes: readonly (readonly JourneyOutcome[])[], from: number) =>
      outcomes.map((each, index) => sliceOf(each, from + index));
    fc.assert(
      fc.property(cutOutcomes, cutOutcomes, cutOutcomes, (first, second, third) => {
        const pages = [at(first, 0), at(second, 100), at(third, 200)] as const;
        const [a, b, c] = [mergeSlices(pages[0]), mergeSlices(pages[1]), mergeSlices(pages[2])];
        expect(joinMerged(joinMerged(a, b), c)).toEqual(mergeSlices(pages.flat()));
        expect(joinMerged(a, joinMerged(b, c))).toEqual(mergeSlices(pages.flat()));
      }),
    );
  });
});
