/** When things happened, in the way a report counts time: since the start of a run, or by the calendar in a period. */

import type { Report } from '@garbageday/core/report/report.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import {
  formatDuration,
  formatInstant,
  formatLocalMinute,
  formatOffset,
  noData,
  roundMs,
} from '../format.ts';

/** How a report counts time. */
export type TimeFrame = Pick<Report, 'kind' | 'fromMs' | 'toMs' | 'timeZone'>;

/** `0:22` since the start of a game day; `2026-11-05 13:22` in a period, in the report's zone. */
export function atText({ kind, fromMs, timeZone }: TimeFrame, atMs: number): string {
  if (kind === 'gameday') return formatOffset(roundMs(atMs - fromMs) ?? 0);
  return formatLocalMinute(atMs, timeZone);
}

/** `2026-11-23 15:43:12 UTC for 1 min 30 s`, or `2026-11-01 00:00 to 2026-12-01 00:00, UTC (30 d)`. */
export function periodText({ kind, fromMs, toMs, timeZone }: TimeFrame): string {
  const length = formatDuration(toMs - fromMs);
  if (kind === 'gameday') return `${formatInstant(fromMs)} for ${length}`;
  return `${formatLocalMinute(fromMs, timeZone)} to ${formatLocalMinute(toMs, timeZone)}, ${timeZone} (${length})`;
}

const nouns = { gameday: 'run', day: 'day', week: 'week', month: 'month', window: 'period' } as const;

/** `October 2026` on a zone's wall clock. */
export function monthText({ fromMs, timeZone }: TimeFrame): string {
  return dateText(fromMs, timeZone, ['month', 'year']);
}

type DatePart = 'weekday' | 'day' | 'month' | 'year';

/** Put together by hand: the position of the comma differs between versions of the locale data. */
export function dateText(atMs: number, timeZone: string, wanted: readonly DatePart[]): string {
  if (Number.isNaN(new Date(atMs).getTime())) return noData;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const parts = new Map<string, string>(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return wanted.map((part) => parts.get(part) ?? '').join(' ');
}

/** The kind of period of a report, in one word. */
export function periodNoun({ kind }: Pick<Report, 'kind'>): string {
  return nouns[kind];
}

/** `3 d ago`; `–` for never. */
export function daysAgo(days: number | null): string {
  if (days === null) return noData;
  return days === 0 ? 'less than a day ago' : `${formatDuration(days * dayMs)} ago`;
}
