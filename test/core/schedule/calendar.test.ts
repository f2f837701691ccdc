import type { ChaosSchedule } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { chaosCalendar } from '@garbageday/core/schedule/calendar.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chaosSchedule } from '../../fakes/schedule.ts';

function iso(ms: number) {
  return new Date(ms).toISOString().slice(0, 16);
}
function clock(minutes: number) {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => `${part}`.padStart(2, '0')).join(':');
}
function calendar(changes: Partial<ChaosSchedule> = {}) {
  return chaosCalendar(chaosSchedule(changes));
}
const overnight = { windows: [{ from: '22:00', to: '06:00' }] };

describe('windowsOf', () => {
  it.each([
    {
      what: 'a working day',
      changes: {},
      day: '2026-11-23',
      windows: [['2026-11-23T08:00', '2026-11-23T14:00']],
    },
    {
      what: 'a night',
      changes: overnight,
      day: '2026-11-23',
      windows: [['2026-11-23T21:00', '2026-11-24T05:00']],
    },
    {
      what: 'a whole day',
      changes: { windows: [{ from: '00:00', to: '24:00' }] },
      day: '2026-11-23',
      windows: [['2026-11-22T23:00', '2026-11-23T23:00']],
    },
    {
      what: 'the day of 23 hours',
      changes: { windows: [{ from: '00:00', to: '24:00' }] },
      day: '2026-03-29',
      windows: [['2026-03-28T23:00', '2026-03-29T22:00']],
    },
    {
      what: 'the day of 25 hours',
      changes: { windows: [{ from: '00:00', to: '24:00' }] },
      day: '2026-10-25',
      windows: [['2026-10-24T22:00', '2026-10-25T23:00']],
    },
    {
      what: 'a window that the clock skips: none',
      changes: { windows: [{ from: '02:00', to: '03:00' }] },
      day: '2026-03-29',
      windows: [],
    },
    {
      what: 'a window that the clock skips in part',
      changes: { windows: [{ from: '01:30', to: '02:30' }] },
      day: '2026-03-29',
      windows: [['2026-03-29T00:30', '2026-03-29T01:00']],
    },
    {
      what: 'a window around the hour that is skipped',
      changes: { windows: [{ from: '01:30', to: '03:30' }] },
      day: '2026-03-29',
      windows: [['2026-03-29T00:30', '2026-03-29T01:30']],
    },
    {
      what: 'a window whose second half comes twice',
      changes: { windows: [{ from: '01:30', to: '02:30' }] },
      day: '2026-10-25',
      windows: [
        ['2026-10-24T23:30', '2026-10-25T00:30'],
        ['2026-10-25T01:00', '2026-10-25T01:30'],
      ],
    },
    {
      what: 'a window whose first half comes twice, and not the half hour between',
      changes: { timeZone: 'America/New_York', windows: [{ from: '01:30', to: '02:30' }] },
      day: '2026-11-01',
      windows: [
        ['2026-11-01T05:30', '2026-11-01T06:00'],
        ['2026-11-01T06:30', '2026-11-01T07:30'],
      ],
    },
    {
      what: 'two windows a day',
      changes: {
        windows: [
          { from: '09:00', to: '11:00' },
          { from: '22:00', to: '01:00' },
        ],
      },
      day: '2026-11-23',
      windows: [
        ['2026-11-23T08:00', '2026-11-23T10:00'],
        ['2026-11-23T21:00', '2026-11-24T00:00'],
      ],
    },
  ])('are those of $what', ({ changes, day, windows }) => {
    const found = calendar(changes).windowsOf(day);
    expect(found.map(({ fromMs, toMs }) => [iso(fromMs), iso(toMs)])).toEqual(windows);
  });

  it('hold exactly the minutes at which a wall clock shows a time inside', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];
    const minute = fc.integer({ min: 0, max: 1_439 });
    const changes = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...changes),
        minute,
        minute,
        (timeZone, day, a, b) => {
          fc.pre(a !== b);
          const of = calendar({
            timeZone,
            windows: [{ from: clock(Math.min(a, b)), to: clock(Math.max(a, b)) }],
          });
          const windows = of.windowsOf(day);
          const startMs = Date.parse(day) - 14 * 3_600_000;
          for (let atMs = startMs; atMs < startMs + 52 * 3_600_000; atMs += 60_000) {
            const wall = of.wallTimeOf(atMs);
            const shows =
              wall.date === day && wall.minuteOfDay >= Math.min(a, b) && wall.minuteOfDay < Math.max(a, b);
            if (windows.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs) !== shows) {
              throw new Error(
                `${timeZone} ${iso(atMs)}Z, the wall shows ${wall.date} ${clock(wall.minuteOfDay)}`,
              );
            }
          }
        },
      ),
      { numRuns: 20 },
    );
  }, 30_000);
});

describe('isWorkday', () => {
  it.each([
    { day: '2026-11-23', what: 'a Monday', isWorkday: true },
    { day: '2026-11-28', what: 'a Saturday', isWorkday: false },
    { day: '2026-11-25', what: 'a holiday of this year', isWorkday: false },
    { day: '2027-11-25', what: 'the same day of another year', isWorkday: true },
    { day: '2028-12-25', what: 'a holiday of every year', isWorkday: false },
  ])('of $what, $day: $isWorkday', ({ day, isWorkday }) => {
    expect(calendar().isWorkday(day)).toBe(isWorkday);
  });
});

describe('dayOf', () => {
  it.each([
    { what: 'by day', changes: {}, at: '2026-11-24T03:00Z', day: '2026-11-24' },
    { what: 'in the small hours of a night', changes: overnight, at: '2026-11-24T03:00Z', day: '2026-11-23' },
    { what: 'after the night has closed', changes: overnight, at: '2026-11-24T05:00Z', day: '2026-11-24' },
  ])('belongs to $day $what', ({ changes, at, day }) => {
    expect(calendar(changes).dayOf(Date.parse(at))).toBe(day);
  });
});

describe('noKillSince', () => {
  it.each([
    { what: 'the day before', minDaysBetween: 1, day: '2026-11-24', since: '2026-11-23T14:00' },
    {
      what: 'two workdays before, over a weekend',
      minDaysBetween: 2,
      day: '2026-11-23',
      since: '2026-11-19T14:00',
    },
    { what: 'the workday before a holiday', minDaysBetween: 1, day: '2026-11-26', since: '2026-11-24T14:00' },
  ])('is when the window of $what closed', ({ minDaysBetween, day, since }) => {
    expect(iso(calendar({ minDaysBetween }).noKillSince(day))).toBe(since);
  });

  it('gives up looking for workdays after ten years', () => {
    expect(
      iso(calendar({ minDaysBetween: 5_000, meanDaysBetween: 5_000 }).noKillSince('2026-11-23')),
    ).toMatch(/^2016/);
  });
});

describe('chaosCalendar', () => {
  it.each([
    {
      what: 'a time that is none',
      changes: { windows: [{ from: '9:00', to: '15:00' }] },
      message: '"9:00" is not a time of day; write HH:MM, like 09:00.',
    },
    {
      what: 'an hour too late',
      changes: { windows: [{ from: '09:00', to: '24:01' }] },
      message: '"24:01" is not a time of day; write HH:MM, like 09:00.',
    },
    {
      what: 'an empty window',
      changes: { windows: [{ from: '09:00', to: '09:00' }] },
      message: 'The window from 09:00 to 09:00 is empty; for a whole day write 00:00 to 24:00.',
    },
    {
      what: 'a week without a workday',
      changes: { workdays: [] },
      message: 'Workdays are 1 (Monday) to 7 (Sunday), at least one, not [].',
    },
    {
      what: 'an eighth day',
      changes: { workdays: [1, 8] },
      message: 'Workdays are 1 (Monday) to 7 (Sunday), at least one, not [1, 8].',
    },
    {
      what: 'half a day',
      changes: { workdays: [1.5] },
      message: 'Workdays are 1 (Monday) to 7 (Sunday), at least one, not [1.5].',
    },
    {
      what: 'a holiday that is none',
      changes: { holidays: ['Christmas'] },
      message: 'The holiday "Christmas" is not a date; write YYYY-MM-DD, or MM-DD for every year.',
    },
    {
      what: 'a day that February does not have',
      changes: { holidays: ['2026-02-30'] },
      message: 'The holiday "2026-02-30" is not a date; write YYYY-MM-DD, or MM-DD for every year.',
    },
    {
      what: 'a thirteenth month',
      changes: { holidays: ['13-01'] },
      message: 'The holiday "13-01" is not a date; write YYYY-MM-DD, or MM-DD for every year.',
    },
    {
      what: 'no day between',
      changes: { minDaysBetween: 0 },
      message: 'minDaysBetween is a whole number from 1, not 0.',
    },
    {
      what: 'a mean below the minimum',
      changes: { meanDaysBetween: 1.5 },
      message: 'meanDaysBetween is at least minDaysBetween (2), not 1.5.',
    },
    {
      what: 'an endless mean',
      changes: { meanDaysBetween: Number.POSITIVE_INFINITY },
      message: 'meanDaysBetween is at least minDaysBetween (2), not Infinity.',
    },
    {
      what: 'a cap of none',
      changes: { maxPerDay: 0 },
      message: 'maxPerDay is a whole number from 1, not 0.',
    },
    {
      what: 'a zone that does not exist',
      changes: { timeZone: 'Mars' },
      message: '"Mars" is not an IANA time zone; write a name such as "Europe/Berlin" or "UTC".',
    },
    {
      what: 'no window',
      changes: { windows: [] },
      message: 'There is no window; write at least one, such as 09:00 to 15:00.',
    },
    {
      what: 'windows that overlap',
      changes: {
        windows: [
          { from: '11:00', to: '16:00' },
          { from: '09:00', to: '12:00' },
        ],
      },
      message: 'The window from 09:00 to 12:00 runs into the next one; join the two.',
    },
    {
      what: 'a night that runs into the next morning',
      changes: {
        windows: [
          { from: '05:00', to: '12:00' },
          { from: '22:00', to: '06:00' },
        ],
      },
      message: 'The window from 22:00 to 06:00 runs into the next one; join the two.',
    },
    {
      what: 'the same window twice',
      changes: {
        windows: [
          { from: '00:00', to: '24:00' },
          { from: '00:00', to: '24:00' },
        ],
      },
      message: 'The window from 00:00 to 24:00 runs into the next one; join the two.',
    },
  ])('refuses $what', ({ changes, message }) => {
    expect(() => calendar(changes)).toThrow(new UsageError(message));
  });

  it('accepts the leap day as a yearly holiday', () => {
    expect(calendar({ holidays: ['02-29'] }).isWorkday('2028-02-29')).toBe(false);
  });
});
