/** The days and hours on which chaos may strike (domain.md §1). */
import type { ChaosSchedule } from '../config/configuration.ts';
import type { Interval } from '../ports.ts';
import { assertSchedule, minutesOf } from './schedule-rules.ts';
import { addDays, type WallTime, weekdayOf, type Zone, zoneOf } from './zone.ts';

/** Days are `YYYY-MM-DD`; an overnight window belongs to the day on which it opens. */
export type ChaosCalendar = {
  readonly wallTimeOf: (atMs: number) => WallTime;
  /** The day whose window holds this moment, or else the day on the wall. */
  readonly dayOf: (atMs: number) => string;
  /** `[open, closed)` in epoch milliseconds; empty when the change of the clock skips all of it. */
  readonly windowOf: (day: string) => Interval;
  /** The right day of the week, holiday or not. */
  readonly isWeekday: (day: string) => boolean;
  /** The entry of the schedule that makes it a holiday, or `null`. */
  readonly holidayOn: (day: string) => string | null;
  readonly isWorkday: (day: string) => boolean;
  /** A kill at or after this moment forbids one on `day`: the end of the window of the `minDaysBetween`-th workday before. */
  readonly noKillSince: (day: string) => number;
};

/** How far back a workday is looked for; a schedule whose every day is a holiday has none. */
const longestLookBackDays = 3_660;

/** Throws a UsageError for a schedule that cannot be. */
export function chaosCalendar(schedule: ChaosSchedule): ChaosCalendar {
  assertSchedule(schedule);
  const zone = zoneOf(schedule.timeZone);
  const windowOf = (day: string) => windowOn(day, schedule, zone);
  const isWeekday = (day: string) => schedule.workdays.includes(weekdayOf(day));
  const holidayOn = (day: string) =>
    schedule.holidays.find((holiday) => holiday === day || holiday === day.slice('YYYY-'.length)) ?? null;
  const isWorkday = (day: string) => isWeekday(day) && holidayOn(day) === null;
  return {
    wallTimeOf: zone.wallTimeOf,
    dayOf: (atMs) => {
      const today = zone.wallTimeOf(atMs).date;
      const yesterday = addDays(today, -1);
      return atMs < windowOf(yesterday).toMs ? yesterday : today;
    },
    windowOf,
    isWeekday,
    holidayOn,
    isWorkday,
    noKillSince: (day) => windowOf(nthBefore(day, schedule.minDaysBetween, isWorkday)).toMs,
  };
}

function windowOn(day: string, { from, to }: ChaosSchedule, zone: Zone): Interval {
  const [opens, closes] = [minutesOf(from), minutesOf(to)];
  const lastDay = closes <= opens ? addDays(day, 1) : day;
  return {
    fromMs: zone.instantOf({ date: day, minuteOfDay: opens }),
    toMs: zone.instantOf({ date: lastDay, minuteOfDay: closes }),
  };
}

function nthBefore(day: string, n: number, isWorkday: (day: string) => boolean): string {
  let found = 0;
  let candidate = day;
  for (let back = 0; back < longestLookBackDays && found < n; back += 1) {
    candidate = addDays(candidate, -1);
    if (isWorkday(candidate)) found += 1;
  }
  return candidate;
}
