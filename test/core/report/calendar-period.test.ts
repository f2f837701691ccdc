import { lastPeriod } from '@garbageday/core/report/calendar-period.ts';
import { describe, expect, it } from 'vitest';

const at = (text: string) => Date.parse(text);
const periodOf = (kind: 'day' | 'week', now: string, zone: string) => {
  const { fromMs, toMs } = lastPeriod(kind, at(now), zone);
  return [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
};

describe('the period of a report', () => {
  it.each([
    ['day', '2026-11-24T08:00:00Z', 'UTC', '2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
    ['day', '2026-11-24T07:00:00Z', 'Europe/Berlin', '2026-11-22T23:00:00.000Z', '2026-11-23T23:00:00.000Z'],
    ['day', '2026-11-24T07:00:00Z', 'Asia/Tokyo', '2026-11-22T15:00:00.000Z', '2026-11-23T15:00:00.000Z'],
    ['week', '2026-11-23T08:05:00Z', 'UTC', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['week', '2026-11-29T23:59:00Z', 'UTC', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ] as const)('a %s, at %s in %s', (kind, now, zone, from, to) => {
    expect(periodOf(kind, now, zone)).toEqual([from, to]);
  });

  it('has 25 hours on the day on which the clock is put back', () => {
    const { fromMs, toMs } = lastPeriod('day', at('2026-10-26T07:00:00Z'), 'Europe/Berlin');
    expect((toMs - fromMs) / 3_600_000).toBe(25);
  });
});
