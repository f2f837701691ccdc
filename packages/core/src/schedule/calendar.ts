/** The days and hours on which chaos may run (domain.md §1), and what makes a schedule valid. */

import type { ChaosSchedule, DayWindow } from '../configuration.ts';
import { at, UsageError } from '../errors.ts';
import type { Interval } from '../ports.ts';
import { addDays, type WallTime, weekdayOf, type Zone, zoneOf } from '../time/zone.ts';

/** Days are `YYYY-MM-DD`; an overnight window belongs to the day on which it opens. Intervals are half-open. */
export type ChaosCalendar = {
  readonly wallTimeOf: (atMs: number) => WallTime;
  /** The day before until its last window closes, and the current local day from then on. */
  readonly dayOf: (atMs: number) => string;
  /**
   * When the wall clock is inside one of the day's windows: ascending, without overlaps. A repeated hour can split a
   * window in two; a window that the clock skips is absent.
   */
  readonly windowsOf: (day: string) => readonly Interval[];
  /** From when the day's first window opens until its last one closes. */
  readonly spanOf: (day: string) => Interval;
  /** Whether the day of the week is a workday, holiday or not. */
  readonly isWeekday: (day: string) => boolean;
  /** The schedule entry that makes the day a holiday, or `null`. */
  readonly holidayOn: (day: string) => string | null;
  readonly isWorkday: (day: string) => boolean;
  /**
   * A kill at or after this moment forbids one on `day`: the end of the last window of the `minDaysBetween`-th workday
   * before.
   */
  readonly noKillSince: (day: string) => number;
};

/** How far back to look for a workday; a schedule in which every day is a holiday has none. */
const longestLookBackDays = 3_660;

/** @throws UsageError for an invalid schedule. */
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

/** If the clock skips all of the day's windows, an empty interval at the place where they would have been. */
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

const minutesPerDay = 1_440;

/** Minutes since midnight of `HH:MM`; `24:00` is the end of the day. Throws a UsageError for anything else. */
export function minutesOf(time: string): number {
  const [, hours = '', minutes = ''] = /^([01]\d|2[0-3]|24(?=:00)):([0-5]\d)$/.exec(time) ?? [];
  if (hours === '') throw new UsageError(`"${time}" is not a time of day; write HH:MM, like 09:00.`);
  return Number(hours) * 60 + Number(minutes);
}

/**
 * Why windows cannot be those of one day, as a clause without a full stop; `null` when they can. Throws a UsageError
 * for a time that `minutesOf` does not accept.
 */
export function whyNotWindows(windows: readonly DayWindow[]): string | null {
  if (windows.length === 0) return 'There is no window; write at least one, such as 09:00 to 15:00';
  const empty = windows.find(({ from, to }) => minutesOf(from) === minutesOf(to));
  if (empty !== undefined) {
    return `The window from ${empty.from} to ${empty.to} is empty; for a whole day write 00:00 to 24:00`;
  }
  const opening = windows.toSorted((a, b) => minutesOf(a.from) - minutesOf(b.from));
  // The last window's successor is the first one of the next day.
  const pairs = opening.map((window, index) => ({ window, next: at(opening, (index + 1) % opening.length) }));
  const clash = pairs.find(closesAfter);
  if (windows.length < 2 || clash === undefined) return null;
  return `The window from ${clash.window.from} to ${clash.window.to} runs into the next one; join the two`;
}

/** Whether it is still open when the next one opens. */
function closesAfter({ window, next }: { readonly window: DayWindow; readonly next: DayWindow }): boolean {
  const [opens, closes, nextOpens] = [minutesOf(window.from), minutesOf(window.to), minutesOf(next.from)];
  const lengthMinutes = (closes - opens + minutesPerDay) % minutesPerDay || minutesPerDay;
  return lengthMinutes > (nextOpens - opens + minutesPerDay) % minutesPerDay;
}

/** `09:00–12:00, 14:00–16:00 Europe/Berlin`. */
export function windowsText({ windows, timeZone }: Pick<ChaosSchedule, 'windows' | 'timeZone'>): string {
  return `${windows.map(({ from, to }) => `${from}–${to}`).join(', ')} ${timeZone}`;
}

/** @throws UsageError that names the first rule that the schedule breaks. */
export function assertSchedule(schedule: ChaosSchedule): void {
  const { windows, workdays, holidays, meanDaysBetween, minDaysBetween, maxPerDay } = schedule;
  const why = whyNotWindows(windows);
  if (why !== null) throw new UsageError(`${why}.`);
  if (workdays.length === 0 || !workdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) {
    throw new UsageError(
      `Workdays are 1 (Monday) to 7 (Sunday), at least one, not [${workdays.join(', ')}].`,
    );
  }
  const unreal = holidays.find((holiday) => !isHoliday(holiday));
  if (unreal !== undefined) {
    throw new UsageError(`The holiday "${unreal}" is not a date; write YYYY-MM-DD, or MM-DD for every year.`);
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
  // A leap year, because 02-29 is a date in some years.
  const date = /^\d\d-\d\d$/.test(text) ? `2024-${text}` : text;
  const parsed = Date.parse(date);
  return (
    /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(date)
  );
}
