/** Which time counts, and of which there is data. */
import { partOf, wholeJourney } from '@garbageday/core/probe/count-memory.ts';
import { membership, mergeIntervals } from '@garbageday/core/slo/exclusions.ts';
import { minutesSeen } from '@garbageday/core/slo/minutes-seen.ts';
import { countsFrom } from '@garbageday/core/slo/slice-counts.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceAt } from '../../fakes/slices.ts';
import { sampleSlo } from './sample-slo.ts';

const interval = fc
  .record({ fromMs: fc.nat(100), length: fc.integer({ min: -5, max: 30 }) })
  .map(({ fromMs, length }) => ({ fromMs, toMs: fromMs + length }));

describe('intervals', () => {
  it('are merged where they touch, and dropped where they are empty', () => {
    const intervals = [
      { fromMs: 5, toMs: 7 },
      { fromMs: 9, toMs: 9 },
      { fromMs: 1, toMs: 3 },
      { fromMs: 3, toMs: 4 },
      { fromMs: 6, toMs: 6 },
    ];
    expect(mergeIntervals(intervals)).toEqual([
      { fromMs: 1, toMs: 4 },
      { fromMs: 5, toMs: 7 },
    ]);
  });

  it('hold what any of them holds', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 8 }), fc.nat(140), (intervals, atMs) => {
        const expected = intervals.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
        expect(membership(intervals)(atMs)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe('minutes seen', () => {
  const minute = 60_000;
  const seen = (from: number, to: number, slices: readonly (readonly [number, number])[]) => {
    const { add, read } = minutesSeen({ fromMs: from * minute, toMs: to * minute });
    for (const [start, seconds] of slices) add(start * minute, seconds);
    return read();
  };

  it.each([
    { what: 'none without slices', slices: [], expected: 0 },
    {
      what: 'each once, however often',
      slices: [
        [10, 60],
        [10, 60],
        [11, 60],
      ],
      expected: 2,
    },
    {
      what: 'one for sixty slices of a second',
      slices: Array.from({ length: 60 }, (_, second) => [10 + second / 60, 1]),
      expected: 1,
    },
    { what: 'five for a slice of five minutes', slices: [[10, 300]], expected: 5 },
    { what: 'one for a slice of no length', slices: [[10, 0]], expected: 1 },
    {
      what: 'none outside',
      slices: [
        [9, 60],
        [110, 60],
      ],
      expected: 0,
    },
    {
      what: 'what reaches in',
      slices: [
        [8, 240],
        [109, 240],
      ],
      expected: 3,
    },
  ] as { what: string; slices: [number, number][]; expected: number }[])(
    'are $what',
    ({ slices, expected }) => {
      expect(seen(10, 110, slices)).toEqual({ minutes: 100, seen: expected });
    },
  );

  it('are all of them when there is a slice in each', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(200), (from, length) => {
        const all = Array.from({ length }, (_, index) => [from + index, 60] as const);
        expect(seen(from, from + length, all)).toEqual({ minutes: length, seen: length });
      }),
    );
  });

  it('are none of a window that has not begun', () => {
    expect(seen(10, 5, [])).toEqual({ minutes: 0, seen: 0 });
  });
});

describe('a part of a slice', () => {
  const step = { step: 'insert', counts: { good: 3, total: 4 }, histogram: { buckets: [] } };
  const slice = { ...sliceAt(1_000), steps: [step] };

  it.each([
    { what: 'the whole journey is the slice', part: wholeJourney, total: 10 },
    { what: 'a step is its own', part: { step: 'insert', vantage: null }, total: 4 },
    { what: 'a step that was never sent is nothing', part: { step: 'login', vantage: null }, total: null },
    { what: 'its own vantage is the slice', part: { step: null, vantage: 'local' }, total: 10 },
    { what: 'another vantage is nothing', part: { step: null, vantage: 'eu' }, total: null },
  ])('$what', ({ part, total }) => {
    expect(partOf(slice, part)?.availability.total ?? null).toBe(total);
  });

  it('is counted when it is of the journey', () => {
    const { source } = sampleSlo();
    expect(countsFrom({ ...source, step: 'insert' }, slice)).toEqual({
      startMs: 1_000,
      counts: { good: 3, total: 4 },
      durationSeconds: 1,
    });
    expect(countsFrom({ ...source, sli: 'latency' }, slice)?.counts).toEqual({ good: 10, total: 10 });
    expect(countsFrom({ ...source, journey: 'users' }, slice)).toBeNull();
    expect(countsFrom({ ...source, step: 'login' }, slice)).toBeNull();
  });
});
