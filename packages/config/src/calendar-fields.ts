/** Times of day, time zones and dates, checked against the real calendar. */

import { whyNotZone } from '@garbageday/core/time/zone.ts';
import { shown } from './describe-issue.ts';
import { checkedText } from './fields.ts';
import { nearestOf } from './nearest.ts';

/** 'HH:MM', 00:00 to `last`: 23:59 for a start, 24:00 for an end. */
export function timeOfDay(last: '23:59' | '24:00') {
  return checkedText((text) =>
    /^([01]\d|2[0-3]):[0-5]\d$/.test(text) || text === last
      ? null
      : `${shown(text)} is not a time of day; write HH:MM, such as "09:00" (00:00 to ${last})`,
  ).meta({ kind: 'time of day', limits: `00:00 to ${last}` });
}

/** An IANA zone that this runtime's ICU knows. */
export function timeZone() {
  return checkedText(whyNoTimeZone).meta({ kind: 'IANA time zone' });
}

/** Why a text does not name a time zone, and what may have been meant; `null` if it does. */
export function whyNoTimeZone(text: string): string | null {
  const why = whyNotZone(text);
  if (why === null || !why.includes('; write a name')) return why;
  const nearest = nearestOf(text, Intl.supportedValuesOf('timeZone'));
  return nearest === null ? why : `${shown(text)} is not an IANA time zone; did you mean "${nearest}"?`;
}

/** 'YYYY-MM-DD', or 'MM-DD' for every year; the day must exist. */
export function holiday() {
  return checkedText((text) => {
    const [, year, month, day] = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/.exec(text) ?? [];
    if (month === undefined || day === undefined) {
      return `${shown(text)} is not a date; write YYYY-MM-DD, or MM-DD for every year`;
    }
    // 2000 was a leap year, because 02-29 is a valid yearly holiday.
    return isDate(`${year ?? '2000'}-${month}-${day}`) ? null : `${shown(text)} is not in the calendar`;
  }).meta({ kind: 'date', limits: 'YYYY-MM-DD or MM-DD' });
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
