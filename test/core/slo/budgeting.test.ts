import { UsageError } from '@garbageday/core/errors.ts';
import { burnRulesFor } from '@garbageday/core/slo/burn-alerts.ts';
import { parseWindow } from '@garbageday/core/slo/window.ts';
import { describe, expect, it } from 'vitest';
import { evaluated, minute, sampleSlo } from './sample-slo.ts';

/** Minutes `from` to `to` ago, the later one included, each with so many good ones of 60. */
function minutes(from: number, to: number, good: number) {
  return Array.from({ length: from - to + 1 }, (_, index) => minute(from - index, good, 60));
}

const twoHours = { window: parseWindow('2h') };
function firing(evaluation: ReturnType<typeof evaluated>) {
  return evaluation.alerts
    .filter((alert) => alert.firing)
    .map(({ severity, longSeconds }) => [severity, longSeconds]);
}

describe('budgeting by time slices', () => {
  const timeslices = { kind: 'timeslices', sliceSeconds: 300, sliceTarget: 0.9 } as const;

  it('a slice is good from its target on, exactly', () => {
    // Five minutes of 60 with 30 bad are exactly 90%; with 31 they are not. `now` is a multiple of five minutes.
    const slices = [...minutes(10, 6, 54), ...minutes(5, 2, 54), minute(1, 53, 60)];
    const evaluation = evaluated(sampleSlo({ ...twoHours, budgeting: timeslices }), slices);
    expect(evaluation).toMatchObject({ good: 1, total: 2, sli: 0.5 });
  });

  it('with a target of 1 every event must be good', () => {
    const budgeting = { ...timeslices, sliceTarget: 1 };
    const evaluation = evaluated(sampleSlo({ ...twoHours, budgeting }), [
      minute(9, 60, 60),
      minute(4, 59, 60),
    ]);
    expect(evaluation).toMatchObject({ good: 1, total: 2 });
  });

  it('a slice without an event is no slice', () => {
    const evaluation = evaluated(sampleSlo({ ...twoHours, budgeting: timeslices }), [
      minute(9, 0, 0),
      minute(4, 60, 60),
    ]);
    expect(evaluation).toMatchObject({ good: 1, total: 1 });
  });

  it('by ratios: each slice has the ratio that it had, whatever its traffic', () => {
    const budgeting = { kind: 'ratio-timeslices', sliceSeconds: 60 } as const;
    const slices = [minute(3, 1, 2), minute(2, 1_000, 1_000), minute(1, 0, 10)];
    const evaluation = evaluated(sampleSlo({ ...twoHours, budgeting, objective: 0.5 }), slices);
    expect(evaluation).toMatchObject({ good: 1.5, total: 3, sli: 0.5, consumed: 1, remaining: 0 });
  });

  it('by ratios, exactly the factor does not fire: ten slices of 0.9 are one bad slice, not 1.0000000000000002', () => {
    const rule = { severity: 'page', share: 1, longSeconds: 600, shortSeconds: 300 } as const;
    const budgeting = { kind: 'ratio-timeslices', sliceSeconds: 60 } as const;
    const slo = sampleSlo({ window: parseWindow('10m'), budgeting, objective: 0.9, alerts: [rule] });
    const slices = Array.from({ length: 10 }, (_, index) => minute(index + 1, 9, 10));
    expect(firing(evaluated(slo, slices))).toEqual([]);
    expect(firing(evaluated(slo, [...slices.slice(1), minute(1, 8, 10)]))).toEqual([['page', 600]]);
  });

  it('by ratios: 30 slices of nine tenths at 90% have spent exactly the budget', () => {
    const budgeting = { kind: 'ratio-timeslices', sliceSeconds: 60 } as const;
    const slo = sampleSlo({ ...twoHours, budgeting, objective: 0.9, alerts: [] });
    const evaluation = evaluated(slo, minutes(30, 1, 54));
    expect(evaluation).toMatchObject({ good: 27, total: 30, sli: 0.9, consumed: 1, remaining: 0 });
    expect(evaluation.verdict).not.toBe('missed');
  });

  it('by ratios: thirds, sevenths and tenths add up, whatever their order', () => {
    const budgeting = { kind: 'ratio-timeslices', sliceSeconds: 60 } as const;
    const slo = sampleSlo({ ...twoHours, budgeting, objective: 0.5, alerts: [] });
    const slices = [minute(5, 1, 3), minute(4, 2, 3), minute(3, 3, 7), minute(2, 4, 7), minute(1, 5, 10)];
    for (const all of [slices, slices.toReversed()])
      expect(evaluated(slo, all)).toMatchObject({ good: 2.5, total: 5, consumed: 1, remaining: 0 });
  });

  it('speaks of time slices when there are few of them', () => {
    const slo = sampleSlo({ budgeting: { kind: 'timeslices', sliceSeconds: 60, sliceTarget: 0.9 } });
    expect(evaluated(slo, minutes(60, 1, 60)).warnings.join()).toContain(
      'only 60 time slices in the last 1h',
    );
  });

  it('longer than an alert can see are refused', () => {
    const budgeting = { kind: 'ratio-timeslices', sliceSeconds: 600 } as const;
    expect(() => evaluated(sampleSlo({ budgeting }), [])).toThrow('over 5m cannot see time slices of 10m');
    expect(evaluated(sampleSlo({ budgeting, alerts: burnRulesFor(2_592_000, 600) }), []).alerts).toHaveLength(
      3,
    );
  });

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'are of whole seconds, not of %d',
    (sliceSeconds) => {
      const budgeting = { kind: 'ratio-timeslices', sliceSeconds } as const;
      expect(() => evaluated(sampleSlo({ budgeting }), [])).toThrow(UsageError);
    },
  );

  it('are at most so many a window that memory bears it', () => {
    const budgeting = { kind: 'ratio-timeslices', sliceSeconds: 1 } as const;
    expect(() => evaluated(sampleSlo({ budgeting }), [])).toThrow(/longer slices, or a shorter window/);
  });

  it.each([0, -0.5, 1.5, Number.NaN])('have a target between 0 and 1, not %d', (sliceTarget) => {
    const budgeting = { kind: 'timeslices', sliceSeconds: 60, sliceTarget } as const;
    expect(() => evaluated(sampleSlo({ budgeting }), [])).toThrow(UsageError);
  });
});
