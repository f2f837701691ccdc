/** SLO windows in the notation of OpenSLO v1: `30d` rolls, `1M` is a calendar month, and `1m` is a minute. */
import { UsageError } from '../errors.ts';

export type RollingWindow = { readonly kind: 'rolling'; readonly seconds: number };
export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';
export type CalendarWindow = {
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

/** What a budget for a calendar unit is computed from, so that a failure costs the same in February as in March. */
const nominalDays: Readonly<Record<CalendarUnit, number>> = {
  day: 1,
  week: 7,
  month: 30,
  quarter: 91,
  year: 365,
};

/**
 * Reads `28d`, `1w`, `12h`, `30m` (rolling) and `1D`, `1W`, `1M`, `1Q`, `1Y` (calendar, in `timeZone`): what is written
 * small rolls. Throws a UsageError for anything else.
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

/** Length in seconds; of a calendar window its nominal length (a month 30, a quarter 91, a year 365 days). */
export function periodSeconds(window: SloWindow): number {
  return window.kind === 'rolling' ? window.seconds : window.count * nominalDays[window.unit] * 86_400;
}

/** `periodSeconds` of a window's text. */
export function windowSeconds(window: string): number {
  return periodSeconds(parseWindow(window));
}
