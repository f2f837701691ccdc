/** What a report is about, in the words of its time zone. */
import type { Report } from '@garbageday/core/report/report.ts';
import { noData } from '../format.ts';
import { periodText as exactPeriod, monthText } from '../summary/times.ts';

/** `Monday 23 November 2026 (Europe/Berlin)`, `the week from …`; anything else from when to when. */
export function periodText(report: Report): string {
  const { kind, fromMs, timeZone } = report;
  switch (kind) {
    case 'day':
      return `${dateText(fromMs, timeZone)} (${timeZone})`;
    case 'week':
      return `the week from ${dateText(fromMs, timeZone)} (${timeZone})`;
    case 'month':
      return `${monthText(report)} (${timeZone})`;
    case 'gameday':
    case 'window':
      return exactPeriod(report);
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
