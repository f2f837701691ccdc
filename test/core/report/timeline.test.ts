import type { Interval } from '@garbageday/core/ports.ts';
import type { LedgerSlice } from '@garbageday/core/probe/slice.ts';
import { maxTimelinePoints, periodPoints, timelineBuilder } from '@garbageday/core/report/timeline.ts';
import { badOf } from '@garbageday/core/slo/error-budget.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';

const budget = { sli: 'latency' as const, objective: 0.99, events: 1_000 };
const rules = { widthMs: 1_000, budget };

/** Of slices that are all at hand, in whole points from the first to the last. */
function timelineOf(
  slices: readonly LedgerSlice[],
  run: Interval,
  { widthMs, budget }: { readonly widthMs: number; readonly budget: typeof rules.budget | null },
) {
  const first = Math.floor(run.fromMs / widthMs) * widthMs;
  const intervals = Math.max(0, Math.ceil((run.toMs - first) / widthMs));
  const stepMs = widthMs * Math.max(1, Math.ceil(intervals / maxTimelinePoints));
  const { add, build } = timelineBuilder({ fromMs: first, toMs: run.toMs }, stepMs);
  for (const slice of slices) add(slice, budget === null ? 0 : badOf(slice[budget.sli]));
  return build(budget, 0);
}

describe('timelineOf', () => {
  it('has a point for every second, also for one in which nobody asked', () => {
    const points = timelineOf([sliceAt(0), sliceAt(2_000)], { fromMs: 300, toMs: 2_700 }, rules);
    expect(points.map(({ atMs, total }) => [atMs, total])).toEqual([
      [0, 10],
      [1_000, 0],
      [2_000, 10],
    ]);
    expect(points[1]).toMatchObject({ p50: null, p99: null, bad: 0 });
  });

  it('counts wrong answers as bad, and lets the budget run down by the objective', () => {
    const points = timelineOf(
      [sliceAt(0, [badAnswer, { latencyMs: 400 }])],
      { fromMs: 0, toMs: 1_000 },
      rules,
    );
    expect(points).toMatchObject([{ bad: 1, budgetRemaining: 0.8 }]);
  });

  it('is empty for a run of no time', () => {
    expect(timelineOf([], { fromMs: 1_000, toMs: 1_000 }, rules)).toEqual([]);
    expect(timelineOf([], { fromMs: 9_000, toMs: 1_000 }, rules)).toEqual([]);
  });

  it('widens its points rather than have too many, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.array(fc.nat(2_999), { maxLength: 50 }),
        (length, starts) => {
          const slices = [...new Set(starts)]
            .filter((at) => at < length)
            .map((at) => sliceAt(at * 1_000, [badAnswer]));
          const points = timelineOf(slices, { fromMs: 0, toMs: length * 1_000 }, rules);
          expect(points.length).toBeLessThanOrEqual(maxTimelinePoints);
          expect(points.reduce((sum, point) => sum + point.total, 0)).toBe(slices.length * 10);
          expect(points.reduce((sum, point) => sum + point.bad, 0)).toBe(slices.length);
          const last = points.at(-1)?.budgetRemaining ?? Number.NaN;
          expect(last).toBeCloseTo(1 - slices.length / 10, 9);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the points of a period', () => {
  const day = 86_400_000;

  it.each([
    ['ten minutes in seconds', 599_000, 1_000],
    ['an hour in tens of seconds', 3_600_000, 10_000],
    ['a day in fives of minutes', day, 300_000],
    ['a week in half hours', 7 * day, 1_800_000],
    ['a month in two hours', 30 * day, 7_200_000],
    ['a year in days', 365 * day, day],
    ['centuries in weeks', 40_000 * day, 7 * day],
  ])('draws %s', (_, lengthMs, stepMs) => {
    expect(periodPoints({ fromMs: 0, toMs: lengthMs }).stepMs).toBe(stepMs);
  });

  it('begin with whole points, so that hours and days do', () => {
    const { interval } = periodPoints({ fromMs: day + 5, toMs: 31 * day + 5 });
    expect(interval).toEqual({ fromMs: day, toMs: 31 * day + 5 });
  });

  it('hold every latency once, and leave out slices of other times', () => {
    const { add, build, histogram } = timelineBuilder({ fromMs: 0, toMs: 2_000 }, 1_000);
    for (const startMs of [-1_000, 0, 1_000, 2_000]) add(sliceAt(startMs), 1);
    expect(histogram().buckets.reduce((sum, [, count]) => sum + count, 0)).toBe(20);
    expect(build(budget, 3).map(({ budgetRemaining }) => budgetRemaining)).toEqual([0.6, 0.5]);
  });
});
