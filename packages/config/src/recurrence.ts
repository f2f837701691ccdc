/** When something recurs: cron expressions (croner) and RRULEs of RFC 5545 (rrule-temporal), on a wall clock. */
import type { Interval } from '@garbageday/core/ports.ts';
import { Cron } from 'croner';
import { RRuleTemporal } from 'rrule-temporal';
import { shown } from './describe-issue.ts';
import { suggestion } from './nearest.ts';

/** Why this is not a cron expression of five fields that ever occurs; `null` if it is. */
export function whyNoCron(text: string): string | null {
  const mend = 'write five fields, minute hour day month weekday, such as "0 2 * * 7"';
  if (text.trim().split(/\s+/).length !== 5) return `${shown(text)} is not a cron expression; ${mend}`;
  try {
    const next = new Cron(text, { paused: true, timezone: 'UTC' }).nextRun('2024-01-01T00:00:00');
    return next === null ? `${shown(text)} never occurs; ${mend}` : null;
  } catch {
    return `${shown(text)} is not a cron expression; ${mend}`;
  }
}

/**
 * Instants within the interval at which the expression occurs, ascending. A time that the clock skips occurs after the
 * gap.
 */
export function cronStarts(cron: string, timeZone: string, { fromMs, toMs }: Interval): readonly number[] {
  const job = new Cron(cron, { paused: true, timezone: timeZone });
  const starts: number[] = [];
  // `nextRun` is strictly after its argument, and in whole seconds.
  let next = job.nextRun(new Date(Math.ceil(fromMs / 1_000) * 1_000 - 1_000));
  while (next !== null && next.getTime() < toMs) {
    if (next.getTime() >= fromMs) starts.push(next.getTime());
    next = job.nextRun(next);
  }
  return starts;
}

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

/** What may follow the `=` of each part. */
const parts = new Map([
  ['FREQ', /^[A-Z]+$/],
  ['INTERVAL', /^[1-9]\d{0,3}$/],
  ['COUNT', /^[1-9]\d{0,4}$/],
  ['UNTIL', /^\d{8}(T\d{6}Z?)?$/],
  ['BYDAY', /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU))*$/],
  ['BYMONTHDAY', /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01]))*$/],
  ['BYMONTH', /^([1-9]|1[0-2])(,([1-9]|1[0-2]))*$/],
  ['BYSETPOS', /^-?[1-9]\d{0,2}(,-?[1-9]\d{0,2})*$/],
  ['WKST', /^(MO|TU|WE|TH|FR|SA|SU)$/],
]);

/**
 * Why this is not an RRULE; `null` if it is. The time of day and the first day are those of `start`, not of the rule.
 */
export function whyNoRecurrence(text: string): string | null {
  for (const part of text.split(';')) {
    const [key = '', value = ''] = part.split('=');
    const form = parts.get(key);
    if (form === undefined)
      return `${shown(key)} is not a supported part of an RRULE${suggestion(key, [...parts.keys()])}`;
    if (!form.test(value))
      return `${shown(part)} is not a valid ${key} (RFC 5545); write one such as FREQ=MONTHLY;BYDAY=1SU`;
    if (key === 'FREQ' && !frequencies.includes(value))
      return `${shown(part)} is not a supported frequency${suggestion(value, frequencies)}`;
  }
  if (!text.split(';').some((part) => part.startsWith('FREQ=')))
    return `${shown(text)} has no FREQ; write one such as FREQ=WEEKLY;BYDAY=SU`;
  return null;
}

export type Recurrence = { readonly rrule: string; readonly start: string; readonly timeZone: string };

/**
 * Instants within the interval, ascending. A local time that the clock skips does not occur that day (RFC 5545,
 * 3.3.10).
 */
export function recurrenceStarts(
  { rrule, start, timeZone }: Recurrence,
  { fromMs, toMs }: Interval,
): readonly number[] {
  const beginning = `${start.replaceAll(/[-:]/g, '')}00`;
  const rule = new RRuleTemporal({ rruleString: `DTSTART;TZID=${timeZone}:${beginning}\nRRULE:${rrule}` });
  return rule
    .between(new Date(fromMs), new Date(toMs), true)
    .map(({ epochMilliseconds }) => epochMilliseconds)
    .filter((atMs) => atMs >= fromMs && atMs < toMs);
}
