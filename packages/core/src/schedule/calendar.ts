/** The days and hours on which chaos may strike (domain.md §1). */
import type { ChaosSchedule, DayWindow } from '../configuration.ts';
import type { Interval } from '../ports.ts';
import { addDays, type WallTime, weekdayOf, type Zone, zoneOf } from '../time/zone.ts';
import { assertSchedule, minutesOf } from './schedule-rules.ts';

/** Days are `YYYY-MM-DD`; an overnight window belongs to the day on which it opens. Intervals are half-open. */
export type ChaosCalendar = {
  readonly wallTimeOf: (atMs: number) => WallTime;
  /** The day before while one of its windows is still to close, or else the day on the wall. */
  readonly dayOf: (atMs: number) => string;
  /**
   * When the wall shows a time inside one of the day's windows: ascending, apart from each other. A night on which an hour
   * repeats can split a window in two; one that the clock skips is not there.
   */
  readonly windowsOf: (day: string) => readonly Interval[];
  /** From when the day's first window opens until its last one closes. */
  readonly spanOf: (day: string) => Interval;
  /** The right day of the week, holiday or not. */
  readonly isWeekday: (day: string) => boolean;
  /** The entry of the schedule that makes it a holiday, or `null`. */
  readonly holidayOn: (day: string) => string | null;
  readonly isWorkday: (day: string) => boolean;
  /** A kill at or after this moment forbids one on `day`: the end of the last window of the `minDaysBetween`-th workday before. */
  readonly noKillSince: (day: string) => number;
};

/** How far back a workday is looked for; a schedule whose every day is a holiday has none. */
const longestLookBackDays = 3_660;

/** Throws a UsageError for a schedule that cannot be. */
export function chaosCalendar(schedule: ChaosSchedule): ChaosCalendar {
  assertSchedule(schedule);
  const zone = zoneOf(schedule.timeZone);
  const windowsOf = (day: string) => schedule.windows.flatMap((window) => intervalsOn(day, window, zone));
  const spanOf = (day: string) => spanOn(day, { schedule, zone, intervals: windowsOf(day) });
  const isWeekday = (day: string) => schedule.workdays.includes(weekdayOf(day));
  const holidayOn = (day: string) =>
    schedule.holidays.find((holiday) => holiday === day || holiday === day.slice('YYYY-'.length)) ?? null;
  const isWorkday = (day: string) => isWeekday(day) && holidayOn(day) === null;
  return {
    wallTimeOf: zone.wallTimeOf,
    dayOf: (atMs) => {
      const today = zone.wallTimeOf(atMs).date;
      const yesterday = addDays(today, -1);
      return atMs < spanOf(yesterday).toMs ? yesterday : today;
    },
    windowsOf,
    spanOf,
    isWeekday,
    holidayOn,
    isWorkday,
    noKillSince: (day) => spanOf(nthBefore(day, schedule.minDaysBetween, isWorkday)).toMs,
  };
}

function intervalsOn(day: string, window: DayWindow, zone: Zone): readonly Interval[] {
  return zone.intervalsOf({ date: day, minuteOfDay: minutesOf(window.from) }, closingOf(day, window));
}

function closingOf(day: string, { from, to }: DayWindow): WallTime {
  const closes = minutesOf(to);
  return { date: closes <= minutesOf(from) ? addDays(day, 1) : day, minuteOfDay: closes };
}

type Span = {
  readonly schedule: ChaosSchedule;
  readonly zone: Zone;
  readonly intervals: readonly Interval[];
};

/** By the wall where the clock skips all of the day's windows: empty, and still somewhere. */
function spanOn(day: string, { schedule, zone, intervals }: Span): Interval {
  const closings = schedule.windows.map((window) => zone.instantOf(closingOf(day, window)));
  const lastMs = Math.max(...intervals.map(({ toMs }) => toMs), ...closings);
  return { fromMs: Math.min(...intervals.map(({ fromMs }) => fromMs), lastMs), toMs: lastMs };
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
