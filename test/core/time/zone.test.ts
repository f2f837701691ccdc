import { UsageError } from '@garbageday/core/errors.ts';
import { addDays, weekdayOf, zoneOf } from '@garbageday/core/time/zone.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
];
function minuteOf(clock: string) {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
function instant(zone: string, date: string, clock: string) {
  return new Date(zoneOf(zone).instantOf({ date, minuteOfDay: minuteOf(clock) })).toISOString();
}

describe('instantOf', () => {
  it.each([
    {
      what: 'in winter',
      zone: 'Europe/Berlin',
      date: '2026-01-15',
      clock: '09:00',
      expected: '2026-01-15T08:00',
    },
    {
      what: 'in summer',
      zone: 'Europe/Berlin',
      date: '2026-07-15',
      clock: '09:00',
      expected: '2026-07-15T07:00',
    },
    {
      what: 'at half an hour',
      zone: 'Asia/Kolkata',
      date: '2026-01-15',
      clock: '09:00',
      expected: '2026-01-15T03:30',
    },
    {
      what: 'at midnight',
      zone: 'America/New_York',
      date: '2026-01-15',
      clock: '00:00',
      expected: '2026-01-15T05:00',
    },
    {
      what: 'at the next midnight',
      zone: 'UTC',
      date: '2026-01-15',
      clock: '24:00',
      expected: '2026-01-16T00:00',
    },
    {
      what: 'that the clock skips: the first after the gap',
      zone: 'Europe/Berlin',
      date: '2026-03-29',
      clock: '02:30',
      expected: '2026-03-29T01:00',
    },
    {
      what: 'that the clock skips, west of Greenwich',
      zone: 'America/New_York',
      date: '2026-03-08',
      clock: '02:01',
      expected: '2026-03-08T07:00',
    },
    {
      what: 'that comes twice: the first coming',
      zone: 'Europe/Berlin',
      date: '2026-10-25',
      clock: '02:30',
      expected: '2026-10-25T00:30',
    },
    {
      what: 'in a gap of half an hour',
      zone: 'Australia/Lord_Howe',
      date: '2026-10-04',
      clock: '02:15',
      expected: '2026-10-03T15:30',
    },
  ])('finds a time $what', ({ zone, date, clock, expected }) => {
    expect(instant(zone, date, clock)).toBe(`${expected}:00.000Z`);
  });

  it('is undone by wallTimeOf, except in a gap, where the wall shows later', () => {
    const anyDay = fc.integer({ min: 0, max: 3_650 }).map((days) => addDays('2026-01-01', days));
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyDay, fc.nat(1_439), (name, date, minuteOfDay) => {
        const zone = zoneOf(name);
        const back = zone.wallTimeOf(zone.instantOf({ date, minuteOfDay }));
        expect(back.date).toBe(date);
        expect(back.minuteOfDay).toBeGreaterThanOrEqual(minuteOfDay);
        expect(back.minuteOfDay - minuteOfDay).toBeLessThanOrEqual(60);
      }),
      { numRuns: 500 },
    );
  });
});

describe('wallTimeOf', () => {
  it.each([
    { at: '2026-10-25T00:30Z', minuteOfDay: 150 },
    { at: '2026-10-25T01:30Z', minuteOfDay: 150 },
    { at: '2026-10-24T22:00:59.999Z', minuteOfDay: 0 },
  ])('reads the wall at $at', ({ at, minuteOfDay }) => {
    expect(zoneOf('Europe/Berlin').wallTimeOf(Date.parse(at))).toEqual({ date: '2026-10-25', minuteOfDay });
  });
});

describe('zoneOf', () => {
  it('refuses a zone that does not exist', () => {
    expect(() => zoneOf('Europe/Atlantis')).toThrow(
      new UsageError(
        '"Europe/Atlantis" is not an IANA time zone; write a name such as "Europe/Berlin" or "UTC".',
      ),
    );
  });
});

describe('addDays', () => {
  it('crosses months, years and leap days', () => {
    expect([addDays('2028-02-28', 1), addDays('2027-12-31', 1), addDays('2026-03-01', -1)]).toEqual([
      '2028-02-29',
      '2028-01-01',
      '2026-02-28',
    ]);
  });
});

describe('weekdayOf', () => {
  it.each([
    { date: '2026-11-23', weekday: 1 },
    { date: '2026-11-29', weekday: 7 },
    { date: '1970-01-01', weekday: 4 },
    { date: '1969-12-28', weekday: 7 },
  ])('$date is day $weekday of its week', ({ date, weekday }) => {
    expect(weekdayOf(date)).toBe(weekday);
  });
});
