import { drawCron } from '@garbageday/sst/cron.ts';
import { describe, expect, it } from 'vitest';
import { whyInvalid } from './checks/why-invalid.ts';

const weekdays = [1, 2, 3, 4, 5];

describe('the draw', () => {
  it.each([
    ['half an hour before the window opens', '09:00', weekdays, 'cron(30 8 ? * MON,TUE,WED,THU,FRI *)'],
    ['on the same day when it just fits', '00:30', [1], 'cron(0 0 ? * MON *)'],
    ['the evening before, so the days shift', '00:29', [1, 2], 'cron(59 23 ? * SUN,MON *)'],
    ['the evening before a Sunday', '00:00', [7], 'cron(30 23 ? * SAT *)'],
    ['of an overnight window too', '22:00', [5, 1], 'cron(30 21 ? * MON,FRI *)'],
    ['once for a day that is named twice', '12:00', [3, 3], 'cron(30 11 ? * WED *)'],
  ])('%s', (_, from, workdays, expected) => {
    expect(drawCron({ windows: [{ from, to: '24:00' }], workdays })).toBe(expected);
  });

  it('comes before the first of several windows', () => {
    const windows = [
      { from: '14:00', to: '16:00' },
      { from: '09:00', to: '11:00' },
    ];
    expect(drawCron({ windows, workdays: [1] })).toBe('cron(30 8 ? * MON *)');
  });

  it('is a cron that AWS takes for every minute of the day', () => {
    const times = Array.from({ length: 1_440 }, (_, minute) => {
      const two = (value: number) => `${value}`.padStart(2, '0');
      return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
    });
    const wrong = times.filter(
      (from) => whyInvalid(drawCron({ windows: [{ from, to: '24:00' }], workdays: weekdays })) !== null,
    );
    expect(wrong).toEqual([]);
  });
});

describe('the check of expressions', () => {
  it.each([
    ['rate(1 minute)', null],
    ['rate(5 minutes)', null],
    ['cron(0 8 * * ? *)', null],
    ['cron(0/15 8-17 ? * MON-FRI 2026-2030)', null],
    ['rate(1 minutes)', 'has the wrong plural'],
    ['rate(0 minutes)', 'is no rate'],
    ['every minute', 'is neither a cron nor a rate'],
    ['cron(0 8 * * *)', 'has 5 fields, not 6'],
    ['cron(60 8 * * ? *)', 'has an impossible minutes'],
    ['cron(0 24 * * ? *)', 'has an impossible hours'],
    ['cron(0 8 32 * ? *)', 'has an impossible day of month'],
    ['cron(0 8 ? * MOO *)', 'has an impossible day of week'],
    ['cron(0 8 * * * *)', 'needs exactly one ? in day of month or day of week'],
    ['cron(0 8 ? * ? *)', 'needs exactly one ? in day of month or day of week'],
    ['cron(0 8 1 1 ? 2020)', 'never runs'],
  ])('%s: %s', (expression, why) => {
    expect(whyInvalid(expression)).toBe(why);
  });
});
