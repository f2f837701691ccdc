/** The whole configuration: what a person writes in, core's complete `Configuration` out. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { journeyNamed, type MeasuredJourney } from '@garbageday/core/probe/measured-journey.ts';
import { z } from 'zod';
import type { Wrong } from './alert-schema.ts';
import { annotationsSchema } from './annotations-schema.ts';
import { probeRateBounds, usersRateBounds } from './bounds.ts';
import { compositeSchema, whyNoComposite } from './composite-schema.ts';
import type { ConfigurationInput } from './configuration-input.ts';
import { defaultJourneys, defaultSlos } from './default-journeys.ts';
import { exclusionSchema } from './exclusion-schema.ts';
import { bounded, duration, share, slug, strict } from './fields.ts';
import type { Platform } from './group-defaults.ts';
import { groupSchemaFor } from './group-schema.ts';
import { journeySchema, path, type WrittenJourney, whyNoMeasuring } from './journey-schema.ts';
import { policySchema, whyNoPolicy } from './policy-schema.ts';
import { scheduleSchema } from './schedule-schema.ts';
import { whyNoTiers } from './server-schema.ts';
import { slackSchema } from './slack-schema.ts';
import { sloSchema, whyNobodyPays, whyNoJourney } from './slo-schema.ts';
import { distinctNames, uniqueNames } from './unique-names.ts';

const latencyThreshold = duration({ min: '1ms', max: '60s' }).default(300);

/** As patient as a browser, and longer than the word counter waits for its database. */
const usersTimeoutMs = 10_000;

const usersSchema = strict({
  ratePerSecond: bounded(usersRateBounds).default(100),
  latencyThreshold,
}).transform(({ ratePerSecond, latencyThreshold: latencyThresholdMs }) => ({
  ...{ ratePerSecond, latencyThresholdMs, timeoutMs: usersTimeoutMs },
}));

/** The prober's own lateness (decisions/2026-11-26-the-probes-own-lag-on-lambda.md). */
const maxLagMs: Readonly<Record<Platform, number>> = { local: 200, aws: 200 };

const maxLag = duration({ min: '1ms', max: '10s' });

const writtenProbe = strict({
  ratePerSecond: bounded(probeRateBounds).default(10),
  latencyThreshold,
  timeout: duration({ min: '100ms', max: '60s' }).default(5_000),
  maxLag: maxLag.optional(),
  minCoverage: bounded({ min: 0.5, max: 1, what: '' }).default(0.9),
  aws: strict({ maxLag: maxLag.optional() }).meta({ platform: 'aws' }).prefault({}),
});

function probeSchemaFor(platform: Platform) {
  return writtenProbe.transform((probe, context) => {
    if (probe.latencyThreshold > probe.timeout) {
      const message = `${probe.latencyThreshold} ms is longer than timeout ${probe.timeout} ms; write that or less`;
      context.addIssue({ code: 'custom', path: ['latencyThreshold'], message });
    }
    const { ratePerSecond, minCoverage } = probe;
    const [latencyThresholdMs, timeoutMs] = [probe.latencyThreshold, probe.timeout];
    const onAws = platform === 'aws' ? probe.aws.maxLag : undefined;
    const lagMs = onAws ?? probe.maxLag ?? maxLagMs[platform];
    return { ratePerSecond, latencyThresholdMs, timeoutMs, maxLagMs: lagMs, minCoverage };
  });
}

const budgetSchema = strict({
  reserve: share().default(0.2),
  chaosShare: share().default(0.5),
  coldStartSpend: share().default(0.01),
  policy: z.array(policySchema).readonly().default([]),
});

/** Settings for AWS are checked on every platform, but apply only on AWS. */
function configurationSchemaFor(platform: Platform) {
  return strict({
    service: slug().default('wordcount'),
    mode: z.enum(['dry-run', 'armed']).default('dry-run'),
    schedule: scheduleSchema.meta({ platform: 'aws' }).prefault({}),
    groups: z
      .array(groupSchemaFor(platform))
      .readonly()
      .superRefine(uniqueNames('group'))
      .prefault([{ kind: 'web' }, { kind: 'data' }, { kind: 'load-balancer' }]),
    users: usersSchema.prefault({}),
    probe: probeSchemaFor(platform).prefault({}),
    journeys: z.array(journeySchema).readonly().superRefine(distinctNames('journey')).default([]),
    audit: strict({ get: path(), json: z.string().default('') })
      .meta({ platform: 'local' })
      .nullable()
      .default(null),
    slos: z.array(sloSchema).readonly().superRefine(uniqueNames('objective')).optional(),
    composites: z.array(compositeSchema).readonly().superRefine(distinctNames('composite')).default([]),
    exclusions: z.array(exclusionSchema).readonly().superRefine(distinctNames('exclusion')).default([]),
    budget: budgetSchema.prefault({}),
    slack: slackSchema.prefault({}),
    annotations: annotationsSchema.optional(),
  }).transform(({ users, probe, ...written }, context): Configuration => {
    const { groups, composites, budget } = written;
    const { maxLagMs, minCoverage, ...ofJudge } = probe;
    const known = journeysOf(written.journeys, { load: users, judge: ofJudge });
    const journeys = platform === 'aws' ? known : known.map(played);
    const promised = written.slos ?? z.array(sloSchema).parse(defaultSlos(journeys));
    const refuse = (wrong: Wrong) => {
      context.addIssue({ code: 'custom', path: [...wrong.path], message: wrong.message });
      return z.NEVER;
    };
    const unmeasured =
      whyNoTiers(groups) ?? whyNoMeasuring(journeys, groups) ?? whyNoJourney(promised, journeys);
    if (unmeasured !== null) return refuse(unmeasured);
    const slos = promised.map((slo) => ({ ...slo, role: journeyNamed(journeys, slo.journey).role }));
    const wrong =
      whyNobodyPays(slos, journeys) ?? whyNoPolicy(budget.policy, groups) ?? whyNoComposite(composites, slos);
    if (wrong !== null) return refuse(wrong);
    return { ...written, probe: { maxLagMs, minCoverage }, journeys, slos };
  }) satisfies z.ZodType<Configuration, ConfigurationInput>;
}

type Numbers = Pick<MeasuredJourney, 'ratePerSecond' | 'latencyThresholdMs' | 'timeoutMs'>;

/** `users` and `probe` hold the defaults for journeys of their role. */
function journeysOf(
  written: readonly WrittenJourney[],
  byRole: Readonly<Record<MeasuredJourney['role'], Numbers>>,
): readonly MeasuredJourney[] {
  const journeys = written.length > 0 ? written : defaultJourneys.map(withoutSteps);
  return journeys.map(({ ratePerSecond, latencyThresholdMs, timeoutMs, ...journey }) => ({
    ...journey,
    ratePerSecond: ratePerSecond ?? byRole[journey.role].ratePerSecond,
    latencyThresholdMs: latencyThresholdMs ?? byRole[journey.role].latencyThresholdMs,
    timeoutMs: timeoutMs ?? byRole[journey.role].timeoutMs,
  }));
}

/** On one machine there is no load balancer of AWS: the load is played. */
function played({ measuredBy: _, ...journey }: MeasuredJourney): MeasuredJourney {
  return journey;
}

function withoutSteps(journey: Pick<WrittenJourney, 'name' | 'role'>): WrittenJourney {
  return { ...journey, variables: [], steps: [] };
}

export const configurationSchemas = {
  local: configurationSchemaFor('local'),
  aws: configurationSchemaFor('aws'),
} as const satisfies Readonly<Record<Platform, unknown>>;

// Optional keys are compared as if they were required: an optional key that one side lacks is assignable both ways.
type Complete<T> = T extends object ? { [K in keyof T]-?: Complete<T[K]> } : T;
type Same<A, B> = [Complete<A>, Complete<B>] extends [Complete<B>, Complete<A>] ? true : false;

// Both ways: if core or the written form gains, loses or changes a key, this fails to compile.
true satisfies Same<z.output<ReturnType<typeof configurationSchemaFor>>, Configuration>;
true satisfies Same<z.input<ReturnType<typeof configurationSchemaFor>>, ConfigurationInput>;
