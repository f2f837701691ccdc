import { reserveFor, rulesInForce, rulesOf } from '@garbageday/core/slo/error-budget.ts';
import { describe, expect, it } from 'vitest';

const budget = {
  reserve: 0.2,
  policy: [
    { below: 0.3, refuse: ['data'] },
    { below: 0.5, refuse: ['power-cut', 'hang'] },
    { below: 0.1, refuse: ['everything'] },
  ],
};

describe('the error-budget policy', () => {
  it.each([
    { what: 'the reserve, for what no rule names', group: 'web', fault: 'terminate', reserve: 0.2 },
    { what: 'the rule of its group', group: 'data', fault: 'terminate', reserve: 0.3 },
    { what: 'the rule of its fault', group: 'web', fault: 'hang', reserve: 0.5 },
    { what: 'the highest of several', group: 'data', fault: 'power-cut', reserve: 0.5 },
  ] as const)('keeps $what', ({ group, fault, reserve }) => {
    expect(reserveFor(budget, { group, fault })).toBe(reserve);
  });

  it('is the reserve alone where nothing else is written', () => {
    expect(rulesOf({ reserve: 0.2, policy: [] })).toEqual([{ below: 0.2, refuse: ['everything'] }]);
  });

  it.each([
    { remaining: 0.5, below: [] },
    { remaining: 0.49, below: [0.5] },
    { remaining: 0.25, below: [0.5, 0.3] },
    { remaining: -1, below: [0.5, 0.3, 0.2, 0.1] },
  ])('has the rules below $below in force with $remaining left', ({ remaining, below }) => {
    expect(rulesInForce(budget, remaining).map((rule) => rule.below)).toEqual(below);
  });
});
