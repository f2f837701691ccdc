/** What a report is about, in the words of its time zone. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatDuration, formatInstant, noData } from '../format.ts';

/** `Monday 23 November 2026 (Europe/Berlin)`, `the week from …`, `30 d to …`; a game day: its start and how long it took. */
export function periodText({ kind, fromMs, toMs, timeZone }: Report): string {
  switch (kind) {
    case 'gameday':
      return `${formatInstant(fromMs)} for ${formatDuration(toMs - fromMs)}`;
    case 'day':
      return `${dateText(fromMs, timeZone)} (${timeZone})`;
    case 'week':
      return `the week from ${dateText(fromMs, timeZone)} (${timeZone})`;
    case 'window':
      return `${formatDuration(toMs - fromMs)} to ${formatInstant(toMs)}`;
    default:
      return kind satisfies never;
  }
}

/** Put together by hand: where the comma goes differs from one version of the locale data to the next. */
function dateText(atMs: number, timeZone: string): string {
  if (Number.isNaN(new Date(atMs).getTime())) return noData;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return (['weekday', 'day', 'month', 'year'] as const).map((part) => parts.get(part) ?? '').join(' ');
}
