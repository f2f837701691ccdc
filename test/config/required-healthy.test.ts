import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

function withWeb(group: object) {
  return { groups: [{ kind: 'web', ...group }] };
}

const bounds = "is not between 1% and 99% in whole per cent; write one such as '66%'";

describe('requiredHealthy', () => {
  it('may be a share of the size, which is kept for groups that scale', () => {
    const { groups } = parseConfiguration(withWeb({ desiredSize: 6, requiredHealthy: '66%' }), 'shares');
    expect(groups[0]).toMatchObject({ desiredSize: 6, requiredHealthy: 4, requiredPercent: 66 });
  });

  it('may be a number, and then there is no share', () => {
    const { groups } = parseConfiguration(withWeb({ desiredSize: 6, requiredHealthy: 4 }), 'numbers');
    expect(groups[0]?.requiredHealthy).toBe(4);
    expect(groups[0]).not.toHaveProperty('requiredPercent');
  });

  it.each([
    [
      { desiredSize: 3, requiredHealthy: '67%' },
      "67% of 3 is 3, rounded up; write '66%' or less, so that one can be lost",
    ],
    [{ requiredHealthy: '100%' }, `"100%" ${bounds}`],
    [{ requiredHealthy: '0%' }, `"0%" ${bounds}`],
    [{ requiredHealthy: '-5%' }, `"-5%" ${bounds}`],
    [{ requiredHealthy: '66.5%' }, `"66.5%" ${bounds}`],
    [{ requiredHealthy: '2' }, '"2" is a string; write 2 without quotes'],
    [{ requiredHealthy: 0 }, '0 is too small; write 1 to 99 instances'],
    [{ requiredHealthy: 1.5 }, '1.5 is not a whole number'],
    [{ requiredHealthy: null }, 'null'],
  ])('is refused in one line: %j', async (group, message) => {
    const line = await usageLine(() => parseConfiguration(withWeb(group), 'some.json'));
    expect(line).toContain(`some.json: groups[0].requiredHealthy: ${message}`);
  });
});
