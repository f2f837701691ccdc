/** The period of a report, in its time zone. */
import type { Report } from '@garbageday/core/report/report.ts';
import { dateText, periodText as exactPeriod, monthText } from '../summary/times.ts';

/** `Monday 23 November 2026 (Europe/Berlin)`, `the week from …`; anything else as a range. */
export function periodText(report: Report): string {
  const { kind, timeZone } = report;
  switch (kind) {
    case 'day':
      return `${dayText(report)} (${timeZone})`;
    case 'week':
      return `the week from ${dayText(report)} (${timeZone})`;
    case 'month':
      return `${monthText(report)} (${timeZone})`;
    case 'gameday':
    case 'window':
      return exactPeriod(report);
    default:
      return kind satisfies never;
  }
}

function dayText({ fromMs, timeZone }: Report): string {
  return dateText(fromMs, timeZone, ['weekday', 'day', 'month', 'year']);
}
