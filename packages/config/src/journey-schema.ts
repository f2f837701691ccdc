/** `journeys[]`: what is sent to the service step by step, and what must hold of its answers. */
import type { Expectation, Journey, JourneyStep, SavedValue } from '@garbageday/core/probe/journey.ts';
import { roleOf } from '@garbageday/core/probe/role-of.ts';
import { z } from 'zod';
import type { ExpectationInput, JourneyInput } from './configuration-input.ts';
import { shown } from './describe-issue.ts';
import { checkedText, duration, slug, strict, whole } from './fields.ts';
import { distinctNames, uniqueNames } from './unique-names.ts';

const placeholder = /\{((?:secret:)?[\w-]+)\}/g;

function path() {
  return checkedText((text) =>
    text.startsWith('/') ? null : `${shown(text)} is not a path; begin it with "/", without the host`,
  );
}

function pattern() {
  return checkedText((text) => {
    try {
      new RegExp(text);
      return null;
    } catch {
      return `${shown(text)} is not a regular expression`;
    }
  });
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
}).transform(({ headers, ...step }): JourneyStep => ({ ...step, headers: Object.entries(headers) }));

const variableSchema = strict({
  name: slug(),
  pattern: z.string(),
  count: whole(1, 1_000_000),
  pick: z.enum(['in-turn', 'zipf']).default('in-turn'),
});

export const journeySchema = strict({
  name: slug(),
  role: z.enum(['judge', 'load']),
  variables: z.array(variableSchema).readonly().superRefine(distinctNames('variable')).default([]),
  steps: z.array(stepSchema).readonly().superRefine(uniqueNames('step')),
}).transform((journey, context): Journey => {
  // Not a refinement, which would also see steps in which something is wrong.
  const wrong = whyNoRole(journey) ?? whyNoValue(journey);
  if (wrong !== null) context.addIssue({ code: 'custom', ...wrong });
  return journey;
}) satisfies z.ZodType<Journey, JourneyInput>;

type Wrong = { readonly path: PropertyKey[]; readonly message: string };

/** The ledger, the objectives and the reports know the load as `users` and the judge as `probe`. */
function whyNoRole({ name, role }: Journey): Wrong | null {
  const expected = role === 'load' ? 'users' : 'probe';
  if (name === expected && roleOf(name) === role) return null;
  const message = `${shown(name)} cannot be measured yet; a ${role} is named "${expected}", and there is one of each role`;
  return { path: ['name'], message };
}

/** A step may use what a variable gives, or a step before it has saved. */
function whyNoValue({ variables, steps }: Journey): Wrong | null {
  const known = new Set(variables.map(({ name }) => name));
  for (const [index, step] of steps.entries()) {
    const unknown = placeholdersIn(step).find((name) => !known.has(name));
    if (unknown !== undefined) {
      const message = unknown.startsWith('secret:')
        ? `{${unknown}} is not available: journeys have no secrets yet`
        : `{${unknown}} has no value; name a variable, or what an earlier step saves`;
      return { path: ['steps', index], message };
    }
    for (const { name } of step.save) known.add(name);
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
