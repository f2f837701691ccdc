/** Times of day, time zones and dates, checked against the calendar that really exists. */

import { shown } from './describe-issue.ts';
import { checkedText } from './fields.ts';
import { nearestOf } from './nearest.ts';

/** 'HH:MM', 00:00 to `last`: 23:59 for a beginning, 24:00 for an end. */
export function timeOfDay(last: '23:59' | '24:00') {
  return checkedText((text) =>
    /^([01]\d|2[0-3]):[0-5]\d$/.test(text) || text === last
      ? null
      : `${shown(text)} is no time of day; write HH:MM, such as "09:00" (00:00 to ${last})`,
  );
}

/** An IANA zone that this runtime's ICU knows. */
export function timeZone() {
  return checkedText(whyNoTimeZone);
}

/** Why a text names no time zone, and what may be meant; `null` when it does. */
export function whyNoTimeZone(text: string): string | null {
  if (isTimeZone(text)) return null;
  const nearest = nearestOf(text, Intl.supportedValuesOf('timeZone'));
  const mend =
    nearest === null ? 'write a name such as "Europe/Berlin" or "UTC"' : `did you mean "${nearest}"?`;
  return `${shown(text)} is no IANA time zone; ${mend}`;
}

/** 'YYYY-MM-DD', or 'MM-DD' for every year; the day must exist. */
export function holiday() {
  return checkedText((text) => {
    const [, year, month, day] = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/.exec(text) ?? [];
    if (month === undefined || day === undefined) {
      return `${shown(text)} is no date; write YYYY-MM-DD, or MM-DD for every year`;
    }
    // 2000 was a leap year: 02-29 is a legal yearly holiday.
    return isDate(`${year ?? '2000'}-${month}-${day}`) ? null : `${shown(text)} is not in the calendar`;
  });
}

function isTimeZone(text: string): boolean {
  // Intl also takes offsets such as +01:00; those know no daylight saving and are not names.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
