/** `journeys[]`: what is sent to the service step by step, and what its answers must satisfy. */
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import type { Expectation, Journey, JourneyStep, SavedValue } from '@garbageday/core/probe/journey.ts';
import type { MeasuredJourney } from '@garbageday/core/probe/measured-journey.ts';
import { z } from 'zod';
import type { Wrong } from './alert-schema.ts';
import { boundsText, outOfBounds, probeRateBounds, usersRateBounds } from './bounds.ts';
import { shown } from './describe-issue.ts';
import { bounded, checkedText, duration, slug, strict, whole } from './fields.ts';
import type { ExpectationInput, JourneyInput } from './journey-input.ts';
import { trafficSourceSchema } from './traffic-source-schema.ts';
import { distinctNames, uniqueNames } from './unique-names.ts';

const placeholder = /\{((?:secret:)?[\w-]+)\}/g;

/** The path of a URL, from its root. */
export function path() {
  return checkedText((text) =>
    text.startsWith('/') ? null : `${shown(text)} is not a path; begin it with "/", without the host`,
  ).meta({ kind: 'path' });
}

function pattern() {
  return checkedText((text) => {
    try {
      new RegExp(text);
      return null;
    } catch {
      return `${shown(text)} is not a regular expression`;
    }
  }).meta({ kind: 'regular expression' });
}

const jsonPath = z.string().default('');
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const expectationSchema = z.discriminatedUnion('kind', [
  strict({ kind: z.literal('status'), equals: whole(100, 599) }),
  strict({ kind: z.literal('header'), header: z.string(), equals: z.string() }),
  strict({ kind: z.literal('text'), includes: z.string() }),
  strict({ kind: z.literal('regex'), matches: pattern() }),
  strict({ kind: z.literal('json'), path: jsonPath, equals: value }),
  strict({ kind: z.literal('atLeast'), path: jsonPath, least: z.number() }),
  strict({ kind: z.literal('list'), path: jsonPath, most: whole(0, 1_000_000), descendingBy: z.string() }),
  strict({ kind: z.literal('latency'), most: duration({ min: '1ms', max: '60s' }) }).transform(
    ({ kind, most }) => ({ kind, mostMs: most }),
  ),
  strict({ kind: z.literal('increases'), counter: z.string() }),
  strict({ kind: z.literal('neverLess'), counter: z.string(), path: jsonPath }),
]) satisfies z.ZodType<Expectation, ExpectationInput>;

const savedSchema = strict({
  name: slug(),
  from: z.discriminatedUnion('kind', [
    strict({ kind: z.literal('json'), path: z.string() }),
    strict({ kind: z.literal('header'), header: z.string() }),
  ]),
}) satisfies z.ZodType<SavedValue>;

const stepSchema = strict({
  name: slug(),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  path: path(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().nullable().default(null),
  expect: z.array(expectationSchema).readonly().default([]),
  save: z.array(savedSchema).readonly().default([]),
  weight: bounded({ min: 1, max: 1_000, what: '' }).optional(),
}).transform(({ headers, ...step }): JourneyStep => ({ ...step, headers: Object.entries(headers) }));

const variableSchema = strict({
  name: slug(),
  pattern: z.string(),
  count: whole(1, 1_000_000),
  pick: z.enum(['in-turn', 'zipf']).default('in-turn'),
});

/** A journey as written; missing settings come from those of its role. */
export type WrittenJourney = Journey &
  Pick<MeasuredJourney, 'measuredBy'> & {
    readonly [Key in 'ratePerSecond' | 'latencyThresholdMs' | 'timeoutMs']?: MeasuredJourney[Key] | undefined;
  };

export const journeySchema = strict({
  name: slug(),
  role: z.enum(['judge', 'load']),
  ratePerSecond: z
    .number()
    .meta({ limits: `judge: ${boundsText(probeRateBounds)}; load: ${boundsText(usersRateBounds)}` })
    .optional(),
  latencyThreshold: duration({ min: '1ms', max: '60s' }).optional(),
  timeout: duration({ min: '100ms', max: '60s' }).optional(),
  variables: z.array(variableSchema).readonly().superRefine(distinctNames('variable')).default([]),
  steps: z.array(stepSchema).readonly().superRefine(uniqueNames('step')).optional(),
  measuredBy: trafficSourceSchema.optional(),
}).transform(({ latencyThreshold, timeout, steps, ...written }, context): WrittenJourney => {
  const journey = { ...written, steps: steps ?? [] };
  if (steps === undefined && journey.measuredBy === undefined) {
    const message =
      journey.role === 'load'
        ? 'is missing; write the requests of this journey, or measuredBy where users make them'
        : 'is missing; write a list';
    context.addIssue({ code: 'custom', path: ['steps'], message });
  }
  // Not a refinement, which would also see invalid steps.
  const wrong = whyNoRate(journey) ?? whyNotCounted(journey) ?? whyNoValue(journey);
  if (wrong !== null) context.addIssue({ code: 'custom', path: [...wrong.path], message: wrong.message });
  return { ...journey, latencyThresholdMs: latencyThreshold, timeoutMs: timeout };
}) satisfies z.ZodType<WrittenJourney, JourneyInput>;

const rateBounds = { judge: probeRateBounds, load: usersRateBounds } as const;

function whyNoRate({ role, ratePerSecond }: Pick<WrittenJourney, 'role' | 'ratePerSecond'>): Wrong | null {
  const message = ratePerSecond === undefined ? null : outOfBounds(ratePerSecond, rateBounds[role]);
  return message === null ? null : { path: ['ratePerSecond'], message };
}

/** A judge sends requests of its own: what happens to be asked by users cannot tell what a kill did. */
function whyNotCounted({
  name,
  role,
  measuredBy,
}: Pick<WrittenJourney, 'name' | 'role' | 'measuredBy'>): Wrong | null {
  if (role === 'load' || measuredBy === undefined) return null;
  const message = `is for users' own requests, and ${shown(name)} is a judge; write role: 'load'`;
  return { path: ['measuredBy'], message };
}

/** Checks that need the whole configuration: no judge, a timeout below the latency threshold, names. */
export function whyNoMeasuring(
  journeys: readonly MeasuredJourney[],
  groups: readonly Pick<GroupConfiguration, 'name'>[],
): Wrong | null {
  if (journeys.every(({ role }) => role !== 'judge'))
    return { path: ['journeys'], message: 'have no judge, which decides over experiments; add one' };
  for (const [index, { name, latencyThresholdMs, timeoutMs }] of journeys.entries()) {
    const group = groups.find((each) => name.slice(0, -2) === each.name && /-[a-z]$/.test(name));
    if (group !== undefined) {
      const message = `${shown(name)} is also a server of the group "${group.name}"; choose another name`;
      return { path: ['journeys', index, 'name'], message };
    }
    if (latencyThresholdMs > timeoutMs) {
      const message = `${latencyThresholdMs} ms is longer than timeout ${timeoutMs} ms; write that or less`;
      return { path: ['journeys', index, 'latencyThreshold'], message };
    }
  }
  return null;
}

/** A step may use variables, values saved by earlier steps, and secrets where they are not logged. */
function whyNoValue({ variables, steps }: Journey): Wrong | null {
  const known = new Set(variables.map(({ name }) => name));
  const isChosen = steps.some(({ weight }) => weight !== undefined);
  for (const [index, step] of steps.entries()) {
    const hidden = placeholdersIn(step).filter((name) => name.startsWith('secret:'));
    const misnamed = hidden.find((name) => !/^secret:[A-Z][A-Za-z0-9]*$/.test(name));
    if (misnamed !== undefined) {
      const message = `{${misnamed}} is not the name of a secret; write a capital, then letters and digits: {secret:ShopToken}`;
      return { path: ['steps', index], message };
    }
    if ([step.path, ...step.expect.flatMap(templatesOf)].some((text) => text.includes('{secret:'))) {
      const message =
        'a secret may stand in headers and body alone: paths and expectations are shown to people';
      return { path: ['steps', index], message };
    }
    const unknown = placeholdersIn(step).find((name) => !name.startsWith('secret:') && !known.has(name));
    if (unknown !== undefined) {
      const message = `{${unknown}} has no value; name a variable, or what an earlier step saves`;
      return { path: ['steps', index], message };
    }
    // A run of weighted steps is one step, so nothing uses what it saves.
    if (!isChosen) for (const { name } of step.save) known.add(name);
  }
  return null;
}

function placeholdersIn({ path: address, headers, body, expect }: JourneyStep): readonly string[] {
  const texts = [address, body ?? '', ...headers.map(([, text]) => text), ...expect.flatMap(templatesOf)];
  return texts.flatMap((text) => [...text.matchAll(placeholder)].flatMap(([, name]) => name ?? []));
}

function templatesOf(expectation: Expectation): readonly string[] {
  switch (expectation.kind) {
    case 'header':
      return [expectation.equals];
    case 'text':
      return [expectation.includes];
    case 'json':
      return typeof expectation.equals === 'string' ? [expectation.equals] : [];
    case 'increases':
    case 'neverLess':
      return [expectation.counter];
    default:
      return [];
  }
}
