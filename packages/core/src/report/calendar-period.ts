/** The day or the week that has just ended, on the wall clock of a zone. */
import type { Interval } from '../ports.ts';
import { addDays, weekdayOf, zoneOf } from '../schedule/zone.ts';

/**
 * From midnight to midnight: yesterday, or Monday to Sunday of last week. On the days on which the clock changes a day has
 * 23 or 25 hours. Throws a UsageError for a zone that is none.
 */
export function lastPeriod(kind: 'day' | 'week', nowMs: number, timeZone: string): Interval {
  const zone = zoneOf(timeZone);
  const today = zone.wallTimeOf(nowMs).date;
  const end = kind === 'day' ? today : addDays(today, 1 - weekdayOf(today));
  const start = addDays(end, kind === 'day' ? -1 : -7);
  const midnight = (date: string) => zone.instantOf({ date, minuteOfDay: 0 });
  return { fromMs: midnight(start), toMs: midnight(end) };
}
