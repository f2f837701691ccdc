import { burningRule } from '@garbageday/core/slo/burning-rule.ts';
import { describe, expect, it } from 'vitest';

function rule(
  severity: 'page' | 'ticket',
  [longSeconds, shortSeconds]: readonly [number, number],
  factor: number,
  firing: boolean,
) {
  return {
    ...{ severity, longSeconds, shortSeconds, factor, firing },
  };
}

const burn = [
  { seconds: 300, rate: 20 },
  { seconds: 1_800, rate: 10 },
  { seconds: 3_600, rate: 15 },
  { seconds: 21_600, rate: null },
];

describe('the rule that explains an alert', () => {
  it('is of the several that fire the one with the highest factor, with its rates', () => {
    const alerts = [
      rule('page', [21_600, 1_800], 6, true),
      rule('page', [3_600, 300], 14.4, true),
      rule('ticket', [86_400, 7_200], 3, true),
    ];
    expect(burningRule({ alerts, burn }, 'page')).toEqual({
      ...{ longSeconds: 3_600, shortSeconds: 300, factor: 14.4, long: 15, short: 20 },
    });
  });

  it('is before the others the one that fires', () => {
    const alerts = [rule('page', [3_600, 300], 14.4, false), rule('page', [21_600, 1_800], 6, true)];
    expect(burningRule({ alerts, burn }, 'page')).toMatchObject({ factor: 6, long: null, short: 10 });
  });

  it('is the nearest where none fires', () => {
    const alerts = [rule('page', [21_600, 1_800], 6, false), rule('page', [3_600, 300], 14.4, false)];
    expect(burningRule({ alerts, burn }, 'page')).toMatchObject({ factor: 14.4 });
    const unseen = [...alerts, rule('page', [7, 8], 1, false)].toReversed();
    expect(burningRule({ alerts: unseen, burn }, 'page')).toMatchObject({ factor: 14.4 });
  });

  it('is none where the objective has no such rule', () => {
    expect(burningRule({ alerts: [], burn }, 'ticket')).toBeNull();
  });
});
