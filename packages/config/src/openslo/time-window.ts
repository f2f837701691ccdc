/** `spec.timeWindow`: rolling, or aligned with the calendar of a time zone. */
import {
  type CalendarUnit,
  periodSeconds,
  type SloWindow,
  windowBounds,
} from '@garbageday/core/slo/window.ts';
import { zoneOf } from '@garbageday/core/time/zone.ts';
import { whyNoTimeZone } from '../calendar-fields.ts';
import { shown } from '../describe-issue.ts';
import type { Report } from './catalogue.ts';
import type { SloSpec, TimeWindowSpec } from './object-schemas.ts';
import type { Located, Place } from './place.ts';
import { parseFixed, parseShorthand, type Shorthand, type ShorthandUnit } from './shorthand.ts';

/** Slices are kept for 400 days; nothing longer can be computed. */
const keptSeconds = 400 * 86_400;

const calendarUnits = new Map<ShorthandUnit, CalendarUnit>([
  ['d', 'day'],
  ['w', 'week'],
  ['M', 'month'],
  ['Q', 'quarter'],
  ['Y', 'year'],
]);

/** Exactly one; `null` after reporting what is wrong with it. */
export function timeWindowOf({ value, place }: Located<SloSpec>, report: Report): SloWindow | null {
  const list = place.in('timeWindow');
  const [first] = value.timeWindow;
  if (first === undefined || value.timeWindow.length > 1) {
    report(list.problem(`has ${value.timeWindow.length} members; write exactly one window`));
    return null;
  }
  const window = { value: first, place: list.in(0) };
  return isRolling(first) ? rollingWindow(window, report) : calendarWindow(window, report);
}

/** If `isRolling` is left out, it is false when there is a calendar (OpenSLO v1). */
function isRolling({ isRolling, calendar }: TimeWindowSpec): boolean {
  return isRolling ?? calendar === undefined;
}

function rollingWindow({ value, place }: Located<TimeWindowSpec>, report: Report): SloWindow | null {
  if (value.isRolling === undefined) {
    report(place.problem('does not say how it moves; write isRolling: true, or a calendar'));
    return null;
  }
  if (value.calendar !== undefined) {
    report(
      place.in('calendar').problem('is for windows that do not roll; remove it, or write isRolling: false'),
    );
    return null;
  }
  const at = place.in('duration');
  const shorthand = parseShorthand(value.duration);
  const nominal = shorthand.kind === 'ok' ? nominalSeconds(shorthand.value) : null;
  if (nominal !== null && nominal <= keptSeconds) {
    report(at.remark('reading', `${value.duration} rolls as ${nominal / 86_400} days`));
    return { kind: 'rolling', seconds: nominal };
  }
  const parsed = parseFixed(value.duration);
  if (parsed.kind === 'ok') return { kind: 'rolling', seconds: parsed.value };
  report(shorthand.kind === 'ok' ? at.remark('unread', parsed.why) : at.problem(parsed.why));
  return null;
}

/** For months, quarters and years, which have no fixed length: 30, 91 and 365 days each; `null` for fixed units. */
function nominalSeconds({ count, unit }: Shorthand): number | null {
  const calendarUnit = calendarUnits.get(unit);
  if (calendarUnit === undefined || unit === 'd' || unit === 'w') return null;
  return periodSeconds({ kind: 'calendar', unit: calendarUnit, count, timeZone: 'UTC' });
}

function calendarWindow({ value, place }: Located<TimeWindowSpec>, report: Report): SloWindow | null {
  const { calendar, duration } = value;
  if (calendar === undefined) {
    report(
      place.problem(
        'does not roll, so it needs a calendar; write startTime and timeZone, or isRolling: true',
      ),
    );
    return null;
  }
  const why = whyNoTimeZone(calendar.timeZone);
  if (why !== null) {
    report(place.in('calendar', 'timeZone').problem(why));
    return null;
  }
  const window = calendarOf(duration, calendar.timeZone);
  if (typeof window === 'string') {
    const isShorthand = parseShorthand(duration).kind === 'ok';
    const at = place.in('duration');
    report(isShorthand ? at.remark('unread', window) : at.problem(window));
    return null;
  }
  return isAligned(window, calendar.startTime, place.in('calendar', 'startTime'), report) ? window : null;
}

type Calendar = SloWindow & { readonly kind: 'calendar' };

/** The window, or why there is none; slices are kept for 400 days. */
function calendarOf(duration: string, timeZone: string): Calendar | string {
  const parsed = parseShorthand(duration);
  if (parsed.kind === 'bad') return parsed.why;
  const unit = calendarUnits.get(parsed.value.unit);
  if (unit === undefined)
    return `${shown(duration)} is not a part of the calendar; write days or longer, like 1M`;
  const window: Calendar = { kind: 'calendar', unit, count: parsed.value.count, timeZone };
  const isKept = periodSeconds(window) <= keptSeconds;
  return isKept ? window : `${shown(duration)} is too long; slices are kept for 400 days`;
}

/** Calendar windows begin where the calendar does; another start is not supported. */
function isAligned(window: Calendar, startTime: string, place: Place, report: Report): boolean {
  const [, date = '', time = ''] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(startTime) ?? [];
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight) || !dateText(midnight).startsWith(date)) {
    report(place.problem(`${shown(startTime)} is not a date and time; write it like "2026-01-01 00:00:00"`));
    return false;
  }
  const { fromMs } = windowBounds({ ...window, timeZone: 'UTC' }, midnight + 1);
  if (fromMs === midnight && time === '00:00:00') return true;
  const mend = `these windows begin with the calendar's; write "${dateText(fromMs)} 00:00:00"`;
  report(place.remark('unread', `${shown(startTime)} cannot be kept: ${mend}`));
  return false;
}

/** When the first calendar window begins, in epoch milliseconds; `null` for a rolling window. */
export function beginningOf({ value, place }: Located<SloSpec>, window: SloWindow): Located<number> | null {
  const startTime = value.timeWindow[0]?.calendar?.startTime;
  if (window.kind === 'rolling' || startTime === undefined) return null;
  const instant = zoneOf(window.timeZone).instantOf({ date: startTime.slice(0, 10), minuteOfDay: 0 });
  return { value: instant, place: place.in('timeWindow', 0, 'calendar', 'startTime') };
}

/** A start that every reader of such windows agrees on: a Monday, or the first day of 2001. */
export function startTimeOf(window: Calendar): string {
  const { fromMs } = windowBounds({ ...window, timeZone: 'UTC' }, Date.UTC(2001, 0, 1) + 1);
  return `${dateText(fromMs)} 00:00:00`;
}

function dateText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
