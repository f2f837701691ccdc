import { burnRate } from '@garbageday/core/slo/burn-rate.ts';
import { consumed } from '@garbageday/core/slo/error-budget.ts';
import { sloEvaluator } from '@garbageday/core/slo/evaluate.ts';
import { describe, expect, it } from 'vitest';
import { minute, nowMs, sampleSlo } from './sample-slo.ts';

const rule = { severity: 'page', share: 0.02, longSeconds: 3_600, shortSeconds: 300 } as const;

function firstAlert(bad: number, total: number, alertPeriodSeconds: number) {
  const evaluator = sloEvaluator(sampleSlo({ alerts: [rule] }), { nowMs, excluded: [], alertPeriodSeconds });
  evaluator.add(minute(1, total - bad, total));
  return evaluator.result().alerts[0];
}

describe('the period of alerts', () => {
  it('moves their factors, and leaves the window alone', () => {
    // 2% of 28 days' budget in an hour: 13.44. Exactly that is not above it.
    const days = 28 * 86_400;
    expect(firstAlert(672, 50_000, days)).toMatchObject({ factor: 13.44, firing: false });
    expect(firstAlert(673, 50_000, days)).toMatchObject({ factor: 13.44, firing: true });
  });

  it('may make an alert unreachable', () => {
    expect(() => firstAlert(0, 1, 400 * 86_400 * 100)).toThrow(/can never fire/);
  });
});

describe('shares of the budget', () => {
  it.each([
    ['of a week at 60 a minute', 193, 0.999, 129_600, 1.489_197_530_864_197_6],
    ['of an hour at 60 a minute', 154, 0.999, 3_600, 42.777_777_777_777_78],
    ['of a budget in trillionths', 1, 0.999_999_999_999, 1_000_000, 1_000_000],
    ['of more events than divide exactly', 9e12, 0.999, 9e15, 1],
    ['of a sum of ratios', 0.5, 0.99, 100, 0.5],
  ])('are right to the last digit %s', (_sentence, bad, objective, events, share) => {
    expect(consumed(bad, objective, events)).toBe(share);
    expect(burnRate({ good: events - bad, total: events }, objective)).toBe(share);
  });
});
