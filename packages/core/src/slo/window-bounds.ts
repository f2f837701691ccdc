/** Where a window begins and ends at one moment: half-open, in real time, daylight saving included (domain.md §5). */
import type { Interval } from '../ports.ts';
import { addDays, zoneOf } from '../time/zone.ts';
import type { CalendarUnit, CalendarWindow, SloWindow } from './window.ts';

/** Whole days, or whole months: what each calendar unit is made of. */
const steps: Readonly<Record<CalendarUnit, { readonly of: 'days' | 'months'; readonly size: number }>> = {
  day: { of: 'days', size: 1 },
  week: { of: 'days', size: 7 },
  month: { of: 'months', size: 1 },
  quarter: { of: 'months', size: 3 },
  year: { of: 'months', size: 12 },
};

const dayMs = 86_400_000;

/**
 * `[now − W, now)` when it rolls; else from one midnight of its zone to another: the window that contains the last instant
 * before `now`, so that midnight closes the one that ends there; at any other time its end lies in the future. Weeks begin on Monday. Several units together begin where the calendar does: two months in January,
 * March, …; several days or weeks count from Monday, 5 January 1970. Throws a UsageError for an unknown zone.
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

/** Whole events of an interval at a journey's configured rate: N_window of domain.md §6, of this month's own length. */
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
