import { UsageError } from '@garbageday/core/errors.ts';
import { lastPeriod, namedPeriod } from '@garbageday/core/report/calendar-period.ts';
import { describe, expect, it } from 'vitest';

function at(text: string) {
  return Date.parse(text);
}
function periodOf(kind: 'day' | 'week' | 'month', now: string, zone: string) {
  const { fromMs, toMs } = lastPeriod(kind, at(now), zone);
  return [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
}

describe('the period of a report', () => {
  it.each([
    ['day', '2026-11-24T08:00:00Z', 'UTC', '2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
    ['day', '2026-11-24T07:00:00Z', 'Europe/Berlin', '2026-11-22T23:00:00.000Z', '2026-11-23T23:00:00.000Z'],
    ['day', '2026-11-24T07:00:00Z', 'Asia/Tokyo', '2026-11-22T15:00:00.000Z', '2026-11-23T15:00:00.000Z'],
    ['week', '2026-11-23T08:05:00Z', 'UTC', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['week', '2026-11-29T23:59:00Z', 'UTC', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['month', '2026-12-01T08:10:00Z', 'UTC', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    [
      'month',
      '2026-11-01T07:10:00Z',
      'Europe/Berlin',
      '2026-09-30T22:00:00.000Z',
      '2026-10-31T23:00:00.000Z',
    ],
    ['month', '2026-12-01T00:00:00Z', 'UTC', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ['month', '2026-12-15T08:00:00Z', 'UTC', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ] as const)('a %s, at %s in %s', (kind, now, zone, from, to) => {
    expect(periodOf(kind, now, zone)).toEqual([from, to]);
  });

  it('has 25 hours on the day on which the clock is put back', () => {
    const { fromMs, toMs } = lastPeriod('day', at('2026-10-26T07:00:00Z'), 'Europe/Berlin');
    expect((toMs - fromMs) / 3_600_000).toBe(25);
  });
});

describe('a period by its name', () => {
  const named = (name: string, zone = 'UTC', now = '2026-11-26T15:00:00Z') => {
    const { fromMs, toMs } = namedPeriod(name, at(now), zone);
    return [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
  };

  it.each([
    ['2026-10', '2026-10-01T00:00', '2026-11-01T00:00'],
    ['2028-02', '2028-02-01T00:00', '2028-03-01T00:00'],
    ['2026-W44', '2026-10-26T00:00', '2026-11-02T00:00'],
    ['2026-W01', '2025-12-29T00:00', '2026-01-05T00:00'],
    ['2026-W53', '2026-12-28T00:00', '2027-01-04T00:00'],
    ['2026-11-25', '2026-11-25T00:00', '2026-11-26T00:00'],
    ['2026-Q4', '2026-10-01T00:00', '2027-01-01T00:00'],
    ['2026', '2026-01-01T00:00', '2027-01-01T00:00'],
    ['yesterday', '2026-11-25T00:00', '2026-11-26T00:00'],
    ['last-week', '2026-11-16T00:00', '2026-11-23T00:00'],
    ['last-month', '2026-10-01T00:00', '2026-11-01T00:00'],
    ['last-quarter', '2026-07-01T00:00', '2026-10-01T00:00'],
    ['last-year', '2025-01-01T00:00', '2026-01-01T00:00'],
  ])('%s is from %s to %s', (name, from, to) => {
    expect(named(name)).toEqual([from, to]);
  });

  it('follows the zone, the hour that comes twice included', () => {
    expect(named('2026-10', 'Europe/Berlin')).toEqual(['2026-09-30T22:00', '2026-10-31T23:00']);
    expect(named('2026-10-25', 'Europe/Berlin')).toEqual(['2026-10-24T22:00', '2026-10-25T23:00']);
  });

  it('at the midnight of the first has ended with the last month', () => {
    expect(named('last-month', 'UTC', '2026-12-01T00:00:00Z')).toEqual([
      '2026-11-01T00:00',
      '2026-12-01T00:00',
    ]);
    expect(named('yesterday', 'UTC', '2026-12-01T00:00:00Z')).toEqual([
      '2026-11-30T00:00',
      '2026-12-01T00:00',
    ]);
  });

  it.each([
    '2026-13',
    '2026-02-30',
    '2026-W00',
    '2026-W54',
    '2027-W53',
    '2026-Q5',
    'october',
    '',
    '26-10',
    '2026-10-1',
  ])('is not %j', (name) => {
    expect(() => named(name)).toThrow(UsageError);
  });
});
