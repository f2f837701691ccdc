import { maxTimelinePoints, timelineOf } from '@garbageday/core/report/timeline.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';

const budget = { sli: 'latency' as const, objective: 0.99, eventsPerWindow: 1_000 };
const rules = { widthMs: 1_000, budget };

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
