/** The whole configuration: what a person writes in, core's complete `Configuration` out. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { z } from 'zod';
import { probeRateBounds, usersRateBounds } from './bounds.ts';
import { compositeSchema, whyNoComposite } from './composite-schema.ts';
import type { ConfigurationInput } from './configuration-input.ts';
import { exclusionSchema } from './exclusion-schema.ts';
import { bounded, duration, share, slug, strict } from './fields.ts';
import type { Platform } from './group-defaults.ts';
import { groupSchemaFor } from './group-schema.ts';
import { journeySchema } from './journey-schema.ts';
import { policySchema, whyNoPolicy } from './policy-schema.ts';
import { scheduleSchema } from './schedule-schema.ts';
import { slackSchema } from './slack-schema.ts';
import { sloSchema, whyNobodyPays } from './slo-schema.ts';
import { distinctNames, uniqueNames } from './unique-names.ts';

const latencyThreshold = duration({ min: '1ms', max: '60s' }).default(300);

const usersSchema = strict({
  ratePerSecond: bounded(usersRateBounds).default(200),
  latencyThreshold,
}).transform((users) => ({ ratePerSecond: users.ratePerSecond, latencyThresholdMs: users.latencyThreshold }));

/** The prober's own lateness (decisions/2026-11-26-the-probes-own-lag-on-lambda.md). */
const maxLagMs: Readonly<Record<Platform, number>> = { local: 200, aws: 200 };

const maxLag = duration({ min: '1ms', max: '10s' });

const writtenProbe = strict({
  ratePerSecond: bounded(probeRateBounds).default(10),
  latencyThreshold,
  timeout: duration({ min: '100ms', max: '60s' }).default(5_000),
  maxLag: maxLag.optional(),
  minCoverage: bounded({ min: 0.5, max: 1, what: '' }).default(0.9),
  aws: strict({ maxLag: maxLag.optional() }).prefault({}),
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

/** What is written for AWS is checked everywhere, and counts there alone. */
function configurationSchemaFor(platform: Platform) {
  return strict({
    service: slug().default('wordcount'),
    mode: z.enum(['dry-run', 'armed']).default('dry-run'),
    schedule: scheduleSchema.prefault({}),
    groups: z
      .array(groupSchemaFor(platform))
      .readonly()
      .superRefine(uniqueNames('group'))
      .prefault([{ kind: 'web' }, { kind: 'data' }, { kind: 'load-balancer' }]),
    users: usersSchema.prefault({}),
    probe: probeSchemaFor(platform).prefault({}),
    journeys: z.array(journeySchema).readonly().superRefine(distinctNames('journey')).default([]),
    slos: z
      .array(sloSchema)
      .readonly()
      .superRefine(uniqueNames('objective'))
      .superRefine((slos, context) => {
        const why = whyNobodyPays(slos);
        if (why !== null) context.addIssue({ code: 'custom', message: why });
      })
      .prefault([
        { journey: 'users', sli: 'availability', objective: 0.999 },
        { journey: 'users', sli: 'latency', objective: 0.99 },
        { journey: 'probe', sli: 'availability', objective: 0.999 },
        { journey: 'probe', sli: 'latency', objective: 0.99 },
      ]),
    composites: z.array(compositeSchema).readonly().superRefine(distinctNames('composite')).default([]),
    exclusions: z.array(exclusionSchema).readonly().superRefine(distinctNames('exclusion')).default([]),
    budget: budgetSchema.prefault({}),
    slack: slackSchema.prefault({}),
  }).superRefine(({ groups, slos, composites, budget }, context) => {
    const wrong = whyNoPolicy(budget.policy, groups) ?? whyNoComposite(composites, slos);
    if (wrong !== null) context.addIssue({ code: 'custom', ...wrong });
  }) satisfies z.ZodType<Configuration, ConfigurationInput>;
}

export const configurationSchemas = {
  local: configurationSchemaFor('local'),
  aws: configurationSchemaFor('aws'),
} as const satisfies Readonly<Record<Platform, unknown>>;

// Optional keys are compared as if they were required: an optional key that one side lacks is assignable both ways.
type Complete<T> = T extends object ? { [K in keyof T]-?: Complete<T[K]> } : T;
type Same<A, B> = [Complete<A>, Complete<B>] extends [Complete<B>, Complete<A>] ? true : false;

// Both ways: a key that core or the written form gains, loses or changes fails to compile here.
true satisfies Same<z.output<ReturnType<typeof configurationSchemaFor>>, Configuration>;
true satisfies Same<z.input<ReturnType<typeof configurationSchemaFor>>, ConfigurationInput>;
