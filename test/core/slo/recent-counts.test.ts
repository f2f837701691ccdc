/** Counts of a moving window: exact to a bucket, in any order, and in a memory that does not grow. */
import { recentCounts } from '@garbageday/core/slo/recent-counts.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

type Event = {
  readonly stepMs: number;
  readonly lateMs: number;
  readonly good: number;
  readonly bad: number;
};

const event: fc.Arbitrary<Event> = fc.record({
  stepMs: fc.nat({ max: 3_000 }),
  lateMs: fc.nat({ max: 2_000 }),
  good: fc.nat({ max: 5 }),
  bad: fc.nat({ max: 5 }),
});

describe('the counts of a moving window', () => {
  it('are those of the whole buckets in it, whenever one asks', () => {
    const check = (bucketMs: number, windowMs: number, events: readonly Event[]) => {
      const { add, since } = recentCounts(bucketMs);
      const all: { readonly startMs: number; readonly good: number; readonly total: number }[] = [];
      let nowMs = 1_000_000;
      let forgottenMs = Number.NEGATIVE_INFINITY;
      for (const { stepMs, lateMs, good, bad } of events) {
        nowMs += stepMs;
        const counts = { startMs: nowMs - lateMs, good, total: good + bad };
        add(counts.startMs, counts);
        // One that comes after its bucket has been forgotten is lost.
        if (Math.floor(counts.startMs / bucketMs) * bucketMs >= forgottenMs) all.push(counts);
        const fromMs = Math.ceil((nowMs - windowMs) / bucketMs) * bucketMs;
        forgottenMs = Math.max(forgottenMs, fromMs);
        const inside = all.filter(({ startMs }) => startMs >= forgottenMs);
        expect(since(nowMs - windowMs)).toEqual({
          good: inside.reduce((sum, one) => sum + one.good, 0),
          total: inside.reduce((sum, one) => sum + one.total, 0),
        });
      }
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.array(event, { maxLength: 60 }),
        check,
      ),
    );
  });

  it('are of an hour those that began in it, to a minute', () => {
    const { add, since } = recentCounts(60_000);
    for (let second = 0; second < 3 * 3_600; second += 1) add(second * 1_000, { good: 1, total: 2 });
    expect(since(2 * 3_600_000)).toEqual({ good: 3_600, total: 7_200 });
    expect(since(2 * 3_600_000 + 1)).toEqual({ good: 3_540, total: 7_080 });
    expect(since(5 * 3_600_000)).toEqual({ good: 0, total: 0 });
    add(0, { good: 0, total: 9 });
    expect(since(5 * 3_600_000)).toEqual({ good: 0, total: 0 });
  });

  it('leave nothing of sums of ratios when these are gone', () => {
    const { add, since } = recentCounts(1_000);
    for (let second = 0; second < 100; second += 1) add(second * 1_000, { good: 1 / 3, total: 1 });
    expect(since(100_000)).toEqual({ good: 0, total: 0 });
  });
});
