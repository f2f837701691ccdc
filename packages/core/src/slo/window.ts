/** SLO windows in the notation of OpenSLO v1: `30d` rolls, `1M` is a calendar month, and `1m` is a minute. */

import { UsageError } from '../errors.ts';
import type { Interval } from '../ports.ts';
import { dayMs } from '../time/durations.ts';
import { addDays, zoneOf } from '../time/zone.ts';

type RollingWindow = { readonly kind: 'rolling'; readonly seconds: number };
export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';
type CalendarWindow = {
  readonly kind: 'calendar';
  readonly unit: CalendarUnit;
  readonly count: number;
  /** The IANA zone whose midnights bound the window. */
  readonly timeZone: string;
};
export type SloWindow = RollingWindow | CalendarWindow;

const rollingSeconds = new Map([
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
  ['w', 604_800],
]);

const calendarUnits = new Map<string, CalendarUnit>([
  ['D', 'day'],
  ['W', 'week'],
  ['M', 'month'],
  ['Q', 'quarter'],
  ['Y', 'year'],
]);

/**
 * The length that a calendar unit's budget is computed from, so that a failure costs the same in February as in March.
 */
const nominalDays: Readonly<Record<CalendarUnit, number>> = {
  day: 1,
  week: 7,
  month: 30,
  quarter: 91,
  year: 365,
};

/**
 * Reads `28d`, `1w`, `12h`, `30m` (rolling) and `1D`, `1W`, `1M`, `1Q`, `1Y` (calendar, in `timeZone`): lower-case
 * units roll. Throws a UsageError for anything else.
 */
export function parseWindow(text: string, timeZone = 'UTC'): SloWindow {
  const [, digits = '', letter = ''] = /^([1-9]\d{0,5})([A-Za-z])$/.exec(text) ?? [];
  const seconds = rollingSeconds.get(letter);
  if (seconds !== undefined) return { kind: 'rolling', seconds: Number(digits) * seconds };
  const unit = calendarUnits.get(letter);
  if (unit !== undefined) return { kind: 'calendar', unit, count: Number(digits), timeZone };
  throw new UsageError(
    `"${text}" is not a window: write a number and one of m h d w (rolling) or D W M Q Y (calendar), like 30d or 1M.`,
  );
}

/** The window as `parseWindow` reads it, in the largest unit that is exact: 2,592,000 seconds are `30d`. */
export function windowText(window: SloWindow): string {
  if (window.kind === 'calendar') {
    const letters = [...calendarUnits].flatMap(([letter, unit]) => (unit === window.unit ? [letter] : []));
    return `${window.count}${letters.join('')}`;
  }
  return secondsText(window.seconds);
}

/** 300 → `5m`, 3,600 → `1h`, 259,200 → `3d`, 90 → `90s`. */
export function secondsText(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

/** Length in seconds; for a calendar window, its nominal length (a month is 30, a quarter 91, a year 365 days). */
export function periodSeconds(window: SloWindow): number {
  return window.kind === 'rolling' ? window.seconds : window.count * nominalDays[window.unit] * 86_400;
}

/** `periodSeconds` of a window's text. */
export function windowSeconds(window: string): number {
  return periodSeconds(parseWindow(window));
}

/** What each calendar unit is made of: whole days or whole months. */
const steps: Readonly<Record<CalendarUnit, { readonly of: 'days' | 'months'; readonly size: number }>> = {
  day: { of: 'days', size: 1 },
  week: { of: 'days', size: 7 },
  month: { of: 'months', size: 1 },
  quarter: { of: 'months', size: 3 },
  year: { of: 'months', size: 12 },
};

/**
 * `[now − W, now)` if it rolls; else from midnight to midnight in its zone: the window that contains the last instant
 * before `now`, so that at midnight it is the window that has just ended, and at any other time its end lies in the
 * future. Weeks begin on Monday. Multiples of a unit align with the calendar: two months begin in January, March, …;
 * several days or weeks count from Monday, 5 January 1970. Throws a UsageError for an unknown zone.
 */
export function windowBounds(window: SloWindow, nowMs: number): Interval {
  if (window.kind === 'rolling') return { fromMs: nowMs - window.seconds * 1_000, toMs: nowMs };
  const zone = zoneOf(window.timeZone);
  const { first, next } = calendarDates(window, zone.wallTimeOf(nowMs - 1).date);
  return {
    fromMs: zone.instantOf({ date: first, minuteOfDay: 0 }),
    toMs: zone.instantOf({ date: next, minuteOfDay: 0 }),
  };
}

/**
 * Whole events in an interval at a journey's configured rate: N_window of domain.md §6, using the real length of the
 * month.
 */
export function eventsIn({ fromMs, toMs }: Interval, ratePerSecond: number): number {
  return Math.round(ratePerSecond * ((toMs - fromMs) / 1_000));
}

type Dates = { readonly first: string; readonly next: string };

function calendarDates({ unit, count }: CalendarWindow, today: string): Dates {
  const { of, size } = steps[unit];
  return of === 'days' ? daysAround(today, size * count) : monthsAround(today, size * count);
}

function daysAround(today: string, days: number): Dates {
  // The fourth day after the epoch, 1970-01-05, was a Monday.
  const first = addDays(today, -modulo(Date.parse(today) / dayMs - 4, days));
  return { first, next: addDays(first, days) };
}

function monthsAround(today: string, months: number): Dates {
  const month = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  const first = month - modulo(month, months);
  return { first: firstOfMonth(first), next: firstOfMonth(first + months) };
}

/** Months are counted from January of the year 0. */
function firstOfMonth(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String(modulo(month, 12) + 1).padStart(2, '0')}-01`;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
