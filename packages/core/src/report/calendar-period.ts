/** Calendar periods, on the wall clock of a time zone. */
import { UsageError } from '../errors.ts';
import type { Interval } from '../ports.ts';
import { parseWindow, windowBounds } from '../slo/window.ts';
import { addDays, weekdayOf, zoneOf } from '../time/zone.ts';

/**
 * From midnight to midnight: yesterday, Monday to Sunday of last week, or the whole of last month. A day on which the
 * clock changes has 23 or 25 hours. Throws a UsageError for an invalid zone.
 */
export function lastPeriod(kind: 'day' | 'week' | 'month', nowMs: number, timeZone: string): Interval {
  if (kind === 'month') return unitBefore('1M', nowMs, timeZone);
  const zone = zoneOf(timeZone);
  const today = zone.wallTimeOf(nowMs).date;
  const end = kind === 'day' ? today : addDays(today, 1 - weekdayOf(today));
  const start = addDays(end, kind === 'day' ? -1 : -7);
  const midnight = (date: string) => zone.instantOf({ date, minuteOfDay: 0 });
  return { fromMs: midnight(start), toMs: midnight(end) };
}

const lastUnits = new Map([
  ['yesterday', '1D'],
  ['last-week', '1W'],
  ['last-month', '1M'],
  ['last-quarter', '1Q'],
  ['last-year', '1Y'],
]);

/**
 * The period with the given name: `2026`, `2026-Q4`, `2026-10`, `2026-W44` (ISO 8601, from Monday), `2026-11-25`, or
 * `yesterday`, `last-week`, `last-month`, `last-quarter`, `last-year`, which have ended by `nowMs`. Its end may lie in
 * the future.
 *
 * @throws UsageError for anything else.
 */
export function namedPeriod(name: string, nowMs: number, timeZone: string): Interval {
  const lastUnit = lastUnits.get(name);
  if (lastUnit !== undefined) return unitBefore(lastUnit, nowMs, timeZone);
  const written = writtenPeriod(name);
  if (written === null) throw noPeriod(name);
  const firstMs = zoneOf(timeZone).instantOf({ date: written.date, minuteOfDay: 0 });
  return windowBounds(parseWindow(written.unit, timeZone), firstMs + 1);
}

/** The last whole unit to have ended: at midnight, the one that ends then. */
function unitBefore(unit: string, nowMs: number, timeZone: string): Interval {
  const window = parseWindow(unit, timeZone);
  const current = windowBounds(window, nowMs);
  return current.toMs <= nowMs ? current : windowBounds(window, current.fromMs);
}

/** A period's first day, and its unit. */
type Written = { readonly date: string; readonly unit: string };

function writtenPeriod(name: string): Written | null {
  const [, year, quarter, week, month, day] =
    /^(\d{4})(?:-(?:Q([1-4])|W(\d{2})|(\d{2})(?:-(\d{2}))?))?$/.exec(name) ?? [];
  if (year === undefined) return null;
  if (week !== undefined) return weekOf(year, Number(week));
  const firstMonth = quarter === undefined ? (month ?? '01') : monthOf(Number(quarter));
  const date = `${year}-${firstMonth}-${day ?? '01'}`;
  const unit = quarter === undefined ? dayOrMonth(month, day) : '1Q';
  return isDate(date) ? { date, unit } : null;
}

function dayOrMonth(month: string | undefined, day: string | undefined): string {
  if (day !== undefined) return '1D';
  return month === undefined ? '1Y' : '1M';
}

function monthOf(quarter: number): string {
  return String(quarter * 3 - 2).padStart(2, '0');
}

/** January 4 is always in the first week; the Thursday of a week tells which year it belongs to (ISO 8601). */
function weekOf(year: string, week: number): Written | null {
  const fourth = `${year}-01-04`;
  const date = addDays(fourth, 1 - weekdayOf(fourth) + 7 * (week - 1));
  return week >= 1 && addDays(date, 3).startsWith(`${year}-`) ? { date, unit: '1W' } : null;
}

/** Rejects dates such as February 30. */
function isDate(date: string): boolean {
  const atMs = Date.parse(date);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().slice(0, 10) === date;
}

function noPeriod(name: string): UsageError {
  return new UsageError(
    `${JSON.stringify(name)} is not a period; write 2026, 2026-Q4, 2026-10, 2026-W44, 2026-11-25, yesterday, ` +
      'last-week, last-month, last-quarter or last-year',
  );
}
