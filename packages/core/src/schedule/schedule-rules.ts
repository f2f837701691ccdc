/** What a schedule must be to mean anything; every message says what to write instead. */
import type { ChaosSchedule } from '../config/configuration.ts';
import { UsageError } from '../errors.ts';

/** Minutes since midnight of `HH:MM`; `24:00` is the end of the day. Throws a UsageError for anything else. */
export function minutesOf(time: string): number {
  const [, hours = '', minutes = ''] = /^([01]\d|2[0-3]|24(?=:00)):([0-5]\d)$/.exec(time) ?? [];
  if (hours === '') throw new UsageError(`"${time}" is no time of day; write HH:MM, like 09:00.`);
  return Number(hours) * 60 + Number(minutes);
}

/** Throws a UsageError that names the first rule that the schedule breaks. */
export function assertSchedule(schedule: ChaosSchedule): void {
  const { from, to, workdays, holidays, meanDaysBetween, minDaysBetween, maxPerDay } = schedule;
  if (minutesOf(from) === minutesOf(to)) {
    throw new UsageError(`The window from ${from} to ${to} is empty; for a whole day write 00:00 to 24:00.`);
  }
  if (workdays.length === 0 || !workdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) {
    throw new UsageError(
      `Workdays are 1 (Monday) to 7 (Sunday), at least one, not [${workdays.join(', ')}].`,
    );
  }
  const unreal = holidays.find((holiday) => !isHoliday(holiday));
  if (unreal !== undefined) {
    throw new UsageError(`The holiday "${unreal}" is no date; write YYYY-MM-DD, or MM-DD for every year.`);
  }
  if (!Number.isInteger(minDaysBetween) || minDaysBetween < 1) {
    throw new UsageError(`minDaysBetween is a whole number from 1, not ${minDaysBetween}.`);
  }
  if (!Number.isFinite(meanDaysBetween) || meanDaysBetween < minDaysBetween) {
    throw new UsageError(
      `meanDaysBetween is at least minDaysBetween (${minDaysBetween}), not ${meanDaysBetween}.`,
    );
  }
  if (!Number.isInteger(maxPerDay) || maxPerDay < 1) {
    throw new UsageError(`maxPerDay is a whole number from 1, not ${maxPerDay}.`);
  }
}

function isHoliday(text: string): boolean {
  // A leap year: 02-29 is a date in some years.
  const date = /^\d\d-\d\d$/.test(text) ? `2024-${text}` : text;
  const parsed = Date.parse(date);
  return (
    /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(date)
  );
}
