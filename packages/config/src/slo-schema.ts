/** `slos[]`: the promises to the users. */

import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import type { MeasuredJourney } from '@garbageday/core/probe/measured-journey.ts';
import { canPayForChaos } from '@garbageday/core/slo/chaos-slo.ts';
import type { Budgeting } from '@garbageday/core/slo/slo.ts';
import { z } from 'zod';
import { alertsSchema, defaultAlerts, type Wrong, whyNoAlert, whyNoPage } from './alert-schema.ts';
import { timeZone } from './calendar-fields.ts';
import type { BudgetingInput, SloInput } from './configuration-input.ts';
import { shown } from './describe-issue.ts';
import { bounded, checkedText, duration, slug, strict } from './fields.ts';
import { suggestion } from './nearest.ts';
import { objective } from './objective-field.ts';
import { sloWindow } from './window-field.ts';

/** `slos[].budgeting`: whether events or time slices are counted (OpenSLO v1, `budgetingMethod`). */
const writtenBudgeting = strict({
  kind: z.enum(['occurrences', 'timeslices', 'ratio-timeslices']).default('occurrences'),
  slice: duration({ min: '1s', max: '1d' }).optional(),
  target: bounded({ min: 0.0001, max: 1, what: '' }).optional(),
});

const budgetingSchema = writtenBudgeting
  .superRefine(({ kind, slice, target }, context) => {
    const add = (key: 'slice' | 'target', message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (kind === 'occurrences' && slice !== undefined)
      add('slice', "applies to time slices only; write kind: 'timeslices', or remove it");
    if (kind !== 'timeslices' && target !== undefined)
      add('target', "decides when a time slice is good; write kind: 'timeslices', or remove it");
    if (kind === 'timeslices' && target === undefined)
      add('target', 'is missing; write the ratio from which a time slice is good, such as 0.99');
  })
  .transform(({ kind, slice = 60_000, target = 1 }): Budgeting => {
    const sliceSeconds = slice / 1_000;
    switch (kind) {
      case 'occurrences':
        return { kind };
      case 'timeslices':
        return { kind, sliceSeconds, sliceTarget: target };
      case 'ratio-timeslices':
        return { kind, sliceSeconds };
      default:
        return kind satisfies never;
    }
  }) satisfies z.ZodType<Budgeting, BudgetingInput>;

/** The name of an SLO, a step or a vantage. */
export function lineOfText() {
  return checkedText((text) =>
    /^\S(.{0,62}\S)?$/.test(text)
      ? null
      : `${shown(text)} is not a name; write 1 to 64 characters on one line`,
  ).meta({ limits: '1 to 64 characters on one line' });
}

const written = strict({
  journey: slug(),
  step: lineOfText().nullable().default(null),
  vantage: lineOfText().nullable().default(null),
  sli: z.enum(['availability', 'latency']),
  objective: objective(),
  name: lineOfText().optional(),
  budgeting: budgetingSchema.prefault({}),
  window: sloWindow().default('30d'),
  timeZone: timeZone().default('UTC'),
  alerts: alertsSchema,
});

/** Without its role, which is its journey's and known only to the whole configuration. */
export type WrittenSlo = Omit<SloConfiguration, 'role'>;

export const sloSchema = written
  .superRefine((slo, context) => {
    const wrong = whatIsWrong(slo);
    if (wrong !== null) context.addIssue({ code: 'custom', path: [...wrong.path], message: wrong.message });
  })
  .transform(
    ({ name, alerts, ...slo }): WrittenSlo => ({
      ...slo,
      name: name ?? nameOf(slo),
      alerts: alerts ?? defaultAlerts(slo),
    }),
  ) satisfies z.ZodType<WrittenSlo, SloInput>;

type Journeys = readonly Pick<MeasuredJourney, 'name' | 'role'>[];

/** Finds an SLO on an unknown journey. */
export function whyNoJourney(
  slos: readonly Pick<WrittenSlo, 'journey'>[],
  journeys: readonly { readonly name: string }[],
): Wrong | null {
  const known = journeys.map(({ name }) => name);
  const index = slos.findIndex(({ journey }) => !known.includes(journey));
  const unknown = slos[index];
  if (unknown === undefined) return null;
  const message = `${shown(unknown.journey)} is not a journey${suggestion(unknown.journey, known)}`;
  return { path: ['slos', index, 'journey'], message };
}

/** Chaos is measured by a judge, event by event, so the budget of one of a judge's SLOs must pay. */
export function whyNobodyPays(slos: readonly SloConfiguration[], journeys: Journeys): Wrong | null {
  if (slos.some(canPayForChaos)) return null;
  const judges = journeys.flatMap(({ name, role }) => (role === 'judge' ? [`"${name}"`] : [])).join(', ');
  const isMeasured = slos.some(({ role }) => role === 'judge');
  const what = isMeasured ? `a whole judge (${judges}) by occurrences` : `a judge (${judges})`;
  return {
    path: ['slos'],
    message: `no objective measures ${what}, whose error budget pays for chaos; add one`,
  };
}

/** `probe: availability`, `probe login: availability`. */
function nameOf({ journey, step, sli }: Pick<SloConfiguration, 'journey' | 'step' | 'sli'>): string {
  return `${step === null ? journey : `${journey} ${step}`}: ${sli}`;
}

function whatIsWrong(slo: z.output<typeof written>): Wrong | null {
  if (slo.step !== null && slo.sli === 'latency') {
    const message = 'cannot be measured for a single step; write sli: "availability", or leave step out';
    return { path: ['sli'], message };
  }
  return slo.alerts === undefined ? whyNoPage(slo) : whyNoAlert(slo.alerts, slo);
}
