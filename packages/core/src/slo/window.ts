/** SLO windows in the notation of OpenSLO v1: `30d` rolls, `1M` is a calendar month, and `1m` is a minute. */
import { UsageError } from '../errors.ts';

export type RollingWindow = { readonly kind: 'rolling'; readonly seconds: number };
export type CalendarUnit = 'month' | 'quarter' | 'year';
export type CalendarWindow = {
  readonly kind: 'calendar';
  readonly unit: CalendarUnit;
  readonly count: number;
};
export type SloWindow = RollingWindow | CalendarWindow;

const rollingSeconds = new Map([
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
  ['w', 604_800],
]);

const calendarUnits = new Map<string, CalendarUnit>([
  ['M', 'month'],
  ['Q', 'quarter'],
  ['Y', 'year'],
]);

/** What a budget for a calendar unit is computed from, so that a failure costs the same in February as in March. */
const nominalDays: Readonly<Record<CalendarUnit, number>> = { month: 30, quarter: 91, year: 365 };

/** Reads `28d`, `1w`, `12h`, `30m` (rolling) and `1M`, `1Q`, `1Y` (calendar). Throws a UsageError for anything else. */
export function parseWindow(text: string): SloWindow {
  const [, digits = '', unit = ''] = /^([1-9]\d{0,5})([A-Za-z])$/.exec(text) ?? [];
  const seconds = rollingSeconds.get(unit);
  if (seconds !== undefined) return { kind: 'rolling', seconds: Number(digits) * seconds };
  const calendar = calendarUnits.get(unit);
  if (calendar !== undefined) return { kind: 'calendar', unit: calendar, count: Number(digits) };
  throw new UsageError(
    `"${text}" is no window: write a number and one of m h d w (rolling) or M Q Y (calendar), like 30d or 1M.`,
  );
}

/** Length in seconds; of a calendar window its nominal length (30, 91 or 365 days). */
export function windowSeconds(window: string): number {
  const parsed = parseWindow(window);
  return parsed.kind === 'rolling' ? parsed.seconds : parsed.count * nominalDays[parsed.unit] * 86_400;
}

/** Events of a full window at the journey's configured rate, whatever of it has passed: N_window of domain.md §6. */
export function eventsPerWindow(ratePerSecond: number, window: string): number {
  return Math.round(ratePerSecond * windowSeconds(window));
}
