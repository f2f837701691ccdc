/** `exclusions[]`: planned maintenance, left out of both good and total. */
import type { ExclusionConfiguration } from '@garbageday/core/configuration.ts';
import { z } from 'zod';
import { timeZone } from './calendar-fields.ts';
import type { ExclusionInput } from './configuration-input.ts';
import { shown } from './describe-issue.ts';
import { checkedText, duration, strict } from './fields.ts';
import { whyNoCron, whyNoRecurrence } from './recurrence.ts';
import { lineOfText } from './slo-schema.ts';

/** `YYYY-MM-DDTHH:MM`, on the wall clock of the exclusion's zone; the day must exist. */
function localTime() {
  return checkedText((text) => {
    if (!/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(text))
      return `${shown(text)} is not a local time; write YYYY-MM-DDTHH:MM, such as "2026-12-24T18:00"`;
    const date = new Date(`${text}:00Z`);
    const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
    return exists ? null : `${shown(text)} is not in the calendar`;
  }).meta({ kind: 'local time' });
}

const written = strict({
  name: lineOfText(),
  timeZone: timeZone().default('UTC'),
  from: localTime().optional(),
  to: localTime().optional(),
  cron: checkedText(whyNoCron).meta({ kind: 'cron expression' }).optional(),
  rrule: checkedText(whyNoRecurrence).meta({ kind: 'RFC 5545 rule' }).optional(),
  start: localTime().optional(),
  duration: duration({ min: '1m', max: '30d' }).optional(),
});

type Written = z.output<typeof written>;
type Key = 'from' | 'to' | 'cron' | 'rrule' | 'start' | 'duration';

/** One of three kinds, each with the keys that it needs and no others. */
const kinds: Readonly<Record<'from' | 'cron' | 'rrule', readonly Key[]>> = {
  from: ['from', 'to'],
  cron: ['cron', 'duration'],
  rrule: ['rrule', 'start', 'duration'],
};

export const exclusionSchema = written.transform((exclusion, context): ExclusionConfiguration => {
  const complete = completed(exclusion);
  if (complete !== null) return complete;
  const { path, message } = whatIsMissing(exclusion);
  context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
}) satisfies z.ZodType<ExclusionConfiguration, ExclusionInput>;

function completed(exclusion: Written): ExclusionConfiguration | null {
  const { name, timeZone, from, to, cron, rrule, start, duration } = exclusion;
  if (!isOfOneKind(exclusion)) return null;
  if (from !== undefined && to !== undefined && from < to) return { name, timeZone, kind: 'dates', from, to };
  if (duration === undefined) return null;
  const durationSeconds = duration / 1_000;
  if (cron !== undefined) return { name, timeZone, kind: 'cron', cron, durationSeconds };
  if (rrule === undefined || start === undefined) return null;
  return { name, timeZone, kind: 'rrule', rrule, start, durationSeconds };
}

function kindOf({ cron, rrule }: Written): keyof typeof kinds {
  return cron === undefined ? (rrule === undefined ? 'from' : 'rrule') : 'cron';
}

function isOfOneKind(exclusion: Written): boolean {
  return surplusKey(exclusion) === undefined;
}

function surplusKey(exclusion: Written): Key | undefined {
  const allowed = kinds[kindOf(exclusion)];
  const all: readonly Key[] = ['from', 'to', 'cron', 'rrule', 'start', 'duration'];
  return all.find((key) => exclusion[key] !== undefined && !allowed.includes(key));
}

function whatIsMissing(exclusion: Written): { readonly path: string[]; readonly message: string } {
  const kind = kindOf(exclusion);
  const needed = kinds[kind];
  const surplus = surplusKey(exclusion);
  if (surplus !== undefined)
    return { path: [surplus], message: `does not go with ${kind}, which takes ${needed.join(', ')}` };
  const missing = needed.find((key) => exclusion[key] === undefined);
  if (missing === 'from')
    return {
      path: [],
      message: 'says no time; write from and to, cron and duration, or rrule, start and duration',
    };
  if (missing !== undefined)
    return { path: [missing], message: `is missing; ${kind} takes ${needed.join(', ')}` };
  return { path: ['to'], message: `${shown(exclusion.to)} is not after from, ${shown(exclusion.from)}` };
}
