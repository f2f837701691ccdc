import { excludedTimes } from '@garbageday/config/excluded-times.ts';
import { describe, expect, it } from 'vitest';

const nightly = {
  name: 'dump',
  timeZone: 'Europe/Berlin',
  kind: 'cron',
  cron: '30 23 * * *',
  durationSeconds: 3_600,
} as const;

describe('excludedTimes', () => {
  const isExcluded = excludedTimes([nightly]);

  it.each([
    ['2026-11-23T22:29:59Z', false],
    ['2026-11-23T22:30:00Z', true],
    ['2026-11-23T23:29:59Z', true],
    ['2026-11-23T23:30:00Z', false],
    ['2026-11-25T23:59:59Z', false],
    ['2026-07-01T21:30:00Z', true],
    ['2026-07-01T22:30:00Z', false],
  ])('at %s: %s', (time, expected) => {
    expect(isExcluded(Date.parse(time))).toBe(expected);
  });

  it('goes on over the end of a week of the epoch', () => {
    const late = excludedTimes([{ ...nightly, timeZone: 'UTC' }]);
    const thursday = Math.floor(Date.parse('2026-11-26T00:00:00Z') / 604_800_000) * 604_800_000;
    expect([thursday - 1, thursday, thursday + 1_799_999, thursday + 1_800_000].map(late)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('is never without exclusions', () => {
    expect(excludedTimes([])(0)).toBe(false);
  });
});
