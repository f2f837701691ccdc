import type { ChaosSchedule } from '@garbageday/core/config/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { chaosCalendar } from '@garbageday/core/schedule/calendar.ts';
import { describe, expect, it } from 'vitest';
import { chaosSchedule } from '../../fakes/schedule.ts';

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const calendar = (changes: Partial<ChaosSchedule> = {}) => chaosCalendar(chaosSchedule(changes));
const overnight = { from: '22:00', to: '06:00' };

describe('windowOf', () => {
  it.each([
    {
      what: 'a working day',
      changes: {},
      day: '2026-11-23',
      window: ['2026-11-23T08:00', '2026-11-23T14:00'],
    },
    {
      what: 'a night',
      changes: overnight,
      day: '2026-11-23',
      window: ['2026-11-23T21:00', '2026-11-24T05:00'],
    },
    {
      what: 'a whole day',
      changes: { from: '00:00', to: '24:00' },
      day: '2026-11-23',
      window: ['2026-11-22T23:00', '2026-11-23T23:00'],
    },
    {
      what: 'the day of 23 hours',
      changes: { from: '00:00', to: '24:00' },
      day: '2026-03-29',
      window: ['2026-03-28T23:00', '2026-03-29T22:00'],
    },
    {
      what: 'the day of 25 hours',
      changes: { from: '00:00', to: '24:00' },
      day: '2026-10-25',
      window: ['2026-10-24T22:00', '2026-10-25T23:00'],
    },
    {
      what: 'a window that the clock skips: empty',
      changes: { from: '02:00', to: '03:00' },
      day: '2026-03-29',
      window: ['2026-03-29T01:00', '2026-03-29T01:00'],
    },
  ])('is that of $what', ({ changes, day, window }) => {
    const { fromMs, toMs } = calendar(changes).windowOf(day);
    expect([iso(fromMs), iso(toMs)]).toEqual(window);
  });
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
      changes: { from: '9:00' },
      message: '"9:00" is no time of day; write HH:MM, like 09:00.',
    },
    {
      what: 'an hour too late',
      changes: { to: '24:01' },
      message: '"24:01" is no time of day; write HH:MM, like 09:00.',
    },
    {
      what: 'an empty window',
      changes: { to: '09:00' },
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
      message: 'The holiday "Christmas" is no date; write YYYY-MM-DD, or MM-DD for every year.',
    },
    {
      what: 'a day that February does not have',
      changes: { holidays: ['2026-02-30'] },
      message: 'The holiday "2026-02-30" is no date; write YYYY-MM-DD, or MM-DD for every year.',
    },
    {
      what: 'a thirteenth month',
      changes: { holidays: ['13-01'] },
      message: 'The holiday "13-01" is no date; write YYYY-MM-DD, or MM-DD for every year.',
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
      message: '"Mars" is no time zone; write one like Europe/Berlin or UTC.',
    },
  ])('refuses $what', ({ changes, message }) => {
    expect(() => calendar(changes)).toThrow(new UsageError(message));
  });

  it('accepts the leap day as a yearly holiday', () => {
    expect(calendar({ holidays: ['02-29'] }).isWorkday('2028-02-29')).toBe(false);
  });
});
