import { UsageError } from '@garbageday/core/errors.ts';
import {
  assertReachable,
  type BurnRule,
  burnFactor,
  defaultBurnRules,
  firingAlerts,
} from '@garbageday/core/slo/burn-alerts.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const days = 86_400;
const question = { slo: 'probe', objective: 0.999, periodSeconds: 30 * days, rules: defaultBurnRules };

/** Counts of a window in which a share of 1,000,000 events failed, by window. */
function failing(shares: Readonly<Record<number, number>>) {
  return (seconds: number) => ({
    good: 1_000_000 - Math.round((shares[seconds] ?? 0) * 1_000_000),
    total: 1_000_000,
  });
}

describe('burnFactor', () => {
  it('is 14.4, 6, 3 and 1 over 30 days', () => {
    expect(defaultBurnRules.map((rule) => burnFactor(rule, 30 * days))).toEqual([14.4, 6, 3, 1]);
  });

  it('follows from the period: a quarter of the factors over a week of 7.5 days', () => {
    expect(defaultBurnRules.map((rule) => burnFactor(rule, 7.5 * days))).toEqual([3.6, 1.5, 0.75, 0.25]);
  });

  it('spends exactly its share of the budget in its long window', () => {
    const rule = fc.record({
      severity: fc.constant('page' as const),
      share: fc.double({ min: 0.001, max: 1, noNaN: true }),
      longSeconds: fc.integer({ min: 60, max: 30 * days }),
      shortSeconds: fc.constant(60),
    });
    fc.assert(
      fc.property(rule, (each) => {
        expect((burnFactor(each, 30 * days) * each.longSeconds) / (30 * days)).toBeCloseTo(each.share, 9);
      }),
    );
  });
});

describe('firingAlerts', () => {
  it.each([
    { what: 'nothing fails', shares: {}, severities: [] },
    { what: 'both windows exceed the factor', shares: { 3600: 0.0145, 300: 0.0145 }, severities: ['page'] },
    { what: 'only the long window does: it was over an hour ago', shares: { 3600: 0.0145 }, severities: [] },
    { what: 'only the short window does: a moment', shares: { 300: 0.0145 }, severities: [] },
    {
      what: 'the factor is met in the long window, not exceeded',
      shares: { 259200: 0.001, 21600: 0.002 },
      severities: [],
    },
    {
      what: 'the factor is met in the short window, not exceeded',
      shares: { 259200: 0.002, 21600: 0.001 },
      severities: [],
    },
    {
      what: 'a slow burn exceeds the tickets alone',
      shares: { 86400: 0.0031, 7200: 0.0031, 259200: 0.0011, 21600: 0.0011 },
      severities: ['ticket', 'ticket'],
    },
  ])('says what fires when $what', ({ shares, severities }) => {
    const firing = firingAlerts(question, failing(shares));
    expect(firing.map(({ severity }) => severity)).toEqual(severities);
  });

  it('says how fast it burns', () => {
    const [alert] = firingAlerts(question, failing({ 3600: 0.02, 300: 0.02 }));
    expect(alert).toEqual({ slo: 'probe', severity: 'page', burn: expect.closeTo(20, 9) });
  });

  it('does not fire where there is no data', () => {
    expect(firingAlerts(question, () => ({ good: 0, total: 0 }))).toEqual([]);
  });
});

describe('assertReachable', () => {
  const rule = (share: number): BurnRule => ({
    severity: 'page',
    share,
    longSeconds: 3_600,
    shortSeconds: 300,
  });

  it('accepts rules that can fire', () => {
    expect(() => assertReachable(defaultBurnRules, 0.999, 30 * days)).not.toThrow();
  });

  it('refuses one that even a total outage could not trip, and says how to mend it', () => {
    expect(() => assertReachable([rule(0.02)], 0.9, 30 * days)).toThrow(
      new UsageError(
        'A page alert at burn rate 14.4 can never fire: with an objective of 0.9 the burn rate cannot exceed 10. ' +
          'Lower its share of the budget, lengthen its window, or raise the objective.',
      ),
    );
  });

  it('refuses exactly what a total outage does not fire', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 1, max: 999 }),
        (thousandths, share) => {
          const objective = thousandths / 1_000;
          const rules = [rule(share / 1_000)];
          const outage = firingAlerts({ ...question, objective, rules }, () => ({ good: 0, total: 1_000 }));
          const check = () => assertReachable(rules, objective, 30 * days);
          if (outage.length > 0) expect(check).not.toThrow();
          else expect(check).toThrow(UsageError);
        },
      ),
    );
  });
});
