import { coveragePass } from '@garbageday/core/report/coverage-pass.ts';
import { isProven } from '@garbageday/core/report/journey-coverage.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { minute } from '../../fakes/minutes.ts';

const hour = 60 * minuteMs;

function seen(
  minutes: readonly number[],
  {
    lengthMs = hour,
    excluded = [],
  }: { lengthMs?: number; excluded?: { fromMs: number; toMs: number }[] } = {},
) {
  const pass = coveragePass({
    ...{ journey: 'probe', period: { fromMs: 0, toMs: lengthMs }, excluded },
    ...{ ratePerSecond: 1, maxLagMs: 50, minCoverage: 0.9 },
  });
  for (const each of minutes) pass.add(minute(each));
  return pass.result();
}

function range(from: number, to: number) {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

describe('what a prober saw of a period', () => {
  it('is all of it, with slices from before and after it that change nothing', () => {
    const all = seen(range(-2, 63));
    expect(all).toEqual({ journey: 'probe', ratio: 1, minimum: 0.9, silentSinceMs: null, longestGap: null });
    expect(isProven(all)).toBe(true);
  });

  it('is nothing without a slice: silent from the beginning', () => {
    const none = seen([]);
    expect(none).toMatchObject({ ratio: 0, silentSinceMs: 0, longestGap: { fromMs: 0, toMs: hour } });
    expect(isProven(none)).toBe(false);
  });

  it.each([
    [54, true],
    [53, false],
  ])('of %d of 60 minutes is proof: %s', (count, isEnough) => {
    const some = seen(range(0, count));
    expect(some).toMatchObject({ ratio: count / 60, silentSinceMs: count * minuteMs });
    expect(isProven(some)).toBe(isEnough);
  });

  it('tells the longest gap, and none that is short', () => {
    const gaps = seen([...range(0, 10), ...range(15, 30), ...range(40, 60)]);
    expect(gaps).toMatchObject({
      silentSinceMs: null,
      longestGap: { fromMs: 30 * minuteMs, toMs: 40 * minuteMs },
    });
    expect(seen([...range(0, 10), ...range(12, 60)]).longestGap).toBeNull();
  });

  it('does not ask for what is excluded', () => {
    const excluded = [{ fromMs: 30 * minuteMs, toMs: hour }];
    expect(seen(range(0, 30), { excluded })).toMatchObject({ ratio: 1, silentSinceMs: null });
    expect(seen([], { excluded: [{ fromMs: 0, toMs: hour }] }).ratio).toBe(1);
  });

  it('looks at long periods minute by minute, and counts no empty slice', () => {
    const days = 3 * 24 * hour;
    expect(seen(range(0, 3 * 24 * 60), { lengthMs: days }).ratio).toBe(1);
    const pass = coveragePass({
      ...{ journey: 'users', period: { fromMs: 0, toMs: minuteMs }, excluded: [] },
      ...{ ratePerSecond: 1, maxLagMs: 50, minCoverage: 0.9 },
    });
    pass.add({ ...minute(0), availability: { good: 0, total: 0 } });
    expect(pass.result().ratio).toBe(0);
  });
});
