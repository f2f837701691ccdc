import { expectedSpend } from '@garbageday/core/chaos/read-budget.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { burnRate } from '@garbageday/core/slo/burn-rate.ts';
import {
  consumed,
  errorBudget,
  excessBad,
  isBreached,
  remaining,
} from '@garbageday/core/slo/error-budget.ts';
import { forecast } from '@garbageday/core/slo/evaluation-of.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const objective = fc.integer({ min: 1, max: 99_999 }).map((n) => n / 100_000);
const counts = fc
  .nat(1_000_000)
  .chain((total) => fc.record({ good: fc.nat(total), total: fc.constant(total) }));
const someCounts = counts.filter(({ total }) => total > 0);

describe('errorBudget', () => {
  it.each([
    { objective: 0.999, budget: 0.001 },
    { objective: 0.9999, budget: 0.0001 },
    { objective: 0.95, budget: 0.05 },
  ])('of $objective is $budget, without the dust of binary fractions', ({ objective, budget }) => {
    expect(errorBudget(objective)).toBe(budget);
  });

  it.each([0, 1, 1.5, -0.1, 99.9, Number.NaN, Number.POSITIVE_INFINITY, 0.9999999999999])(
    'refuses %d, and says why',
    (objective) => {
      expect(() => errorBudget(objective)).toThrow(UsageError);
      expect(() => errorBudget(objective)).toThrow(/between 0 and 1/);
    },
  );
});

describe('consumed and remaining', () => {
  it('add up to 1, always, and are finite', () => {
    fc.assert(
      fc.property(counts, objective, fc.nat(10_000_000), ({ good, total }, of, events) => {
        const spent = consumed(total - good, of, events);
        expect(spent + remaining(total - good, of, events)).toBeCloseTo(1, 9);
        expect(Number.isFinite(spent)).toBe(true);
        expect(spent).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('spend the whole budget of 30 days at one a second and 99.9% with 2,592 failures', () => {
    expect(consumed(2_592, 0.999, 2_592_000)).toBe(1);
    expect(consumed(30, 0.999, 2_592_000)).toBeCloseTo(0.01157, 5);
  });

  it('go below nothing when overspent', () => {
    expect(remaining(2, 0.9, 10)).toBe(-1);
  });

  it('spend nothing where there is no traffic', () => {
    expect(consumed(0, 0.999, 0)).toBe(0);
  });
});

describe('isBreached', () => {
  it.each([
    { what: 'exactly the budget', good: 999, total: 1_000, objective: 0.999, expected: false },
    { what: 'one more than the budget', good: 998, total: 1_000, objective: 0.999, expected: true },
    { what: 'a budget that a float would misjudge', good: 7, total: 10, objective: 0.7, expected: false },
    { what: 'nothing', good: 0, total: 0, objective: 0.999, expected: false },
  ])('of $what: $expected', ({ good, total, objective, expected }) => {
    expect(isBreached({ good, total }, objective)).toBe(expected);
  });

  it('is spending exactly the budget never, whatever the objective, and one more always', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 1_000 }), (good, times) => {
        const total = 100_000 * times;
        const exactly = { good: good * times, total };
        expect(isBreached(exactly, good / 100_000)).toBe(false);
        expect(isBreached({ ...exactly, good: exactly.good - 1 }, good / 100_000)).toBe(true);
      }),
    );
  });
});

describe('burnRate', () => {
  it.each([
    { what: 'nothing failed', good: 100, total: 100, burn: 0 },
    { what: 'exactly the budget failed', good: 999, total: 1_000, burn: 1 },
    { what: 'everything failed', good: 0, total: 10, burn: 1_000 },
  ])('is $burn when $what', ({ good, total, burn }) => {
    expect(burnRate({ good, total }, 0.999)).toBeCloseTo(burn, 9);
  });

  it('is unknown without data: no data is not 0', () => {
    expect(burnRate({ good: 0, total: 0 }, 0.999)).toBeNull();
  });

  it('is finite and never negative', () => {
    fc.assert(
      fc.property(someCounts, objective, (of, target) => {
        const burn = burnRate(of, target) ?? Number.NaN;
        expect(Number.isFinite(burn) && burn >= 0).toBe(true);
      }),
    );
  });
});

describe('forecast', () => {
  it.each([
    {
      what: 'a budget that burns at 1 lasts the window',
      remaining: 1,
      burn: 1,
      expected: { kind: 'exhausted-in', seconds: 2_592_000 },
    },
    {
      what: 'half a budget at burn 10 lasts a twentieth',
      remaining: 0.5,
      burn: 10,
      expected: { kind: 'exhausted-in', seconds: 129_600 },
    },
    { what: 'a budget that does not burn lasts', remaining: 0.5, burn: 0, expected: { kind: 'lasts' } },
    { what: 'nobody knows without data', remaining: 0.5, burn: null, expected: { kind: 'lasts' } },
    { what: 'a spent budget is gone', remaining: 0, burn: 0, expected: { kind: 'exhausted' } },
    { what: 'an overspent budget is gone', remaining: -2, burn: null, expected: { kind: 'exhausted' } },
  ])('$what', ({ remaining: left, burn, expected }) => {
    expect(forecast(left, burn, 2_592_000)).toEqual(expected);
  });
});

describe('excessBad', () => {
  it.each([
    {
      what: 'everything without a baseline',
      impact: { good: 5, total: 10 },
      baseline: { good: 0, total: 0 },
      bad: 5,
    },
    {
      what: 'what the baseline does not explain',
      impact: { good: 90, total: 100 },
      baseline: { good: 98, total: 100 },
      bad: 8,
    },
    {
      what: 'a doubt against chaos',
      impact: { good: 8, total: 10 },
      baseline: { good: 85, total: 100 },
      bad: 1,
    },
    {
      what: 'never less than nothing',
      impact: { good: 10, total: 10 },
      baseline: { good: 0, total: 10 },
      bad: 0,
    },
  ])('is $what', ({ impact, baseline, bad }) => {
    expect(excessBad(impact, baseline)).toBe(bad);
  });

  it('is an integer between 0 and what failed', () => {
    fc.assert(
      fc.property(counts, counts, (impact, baseline) => {
        const excess = excessBad(impact, baseline);
        expect(Number.isInteger(excess)).toBe(true);
        expect(excess).toBeGreaterThanOrEqual(0);
        expect(excess).toBeLessThanOrEqual(impact.total - impact.good);
      }),
    );
  });
});

describe('expectedSpend', () => {
  it('is the configured guess without a past', () => {
    expect(expectedSpend([], 0.01)).toBe(0.01);
  });

  it('is the p95 of the past: the second worst of forty, the worst of ten', () => {
    const past = Array.from({ length: 40 }, (_, index) => index / 100);
    expect(expectedSpend(past.toReversed(), 0.01)).toBe(0.37);
    expect(expectedSpend(past.slice(0, 10), 0.01)).toBe(0.09);
  });
});
