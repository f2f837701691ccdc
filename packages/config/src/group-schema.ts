/** `groups[]`: what may be hit, and what must hold meanwhile. */

import { healthyRequired } from '@garbageday/core/chaos/eligibility.ts';
import type { Hypothesis } from '@garbageday/core/chaos/experiment.ts';
import { faultNames } from '@garbageday/core/chaos/fault.ts';
import type { Exempt, GroupConfiguration } from '@garbageday/core/configuration.ts';
import { z } from 'zod';
import { describeIssue, shown } from './describe-issue.ts';
import { checkedText, duration, slug, strict, whole } from './fields.ts';
import { groupDefaults, type Platform } from './group-defaults.ts';
import type { GroupInput } from './group-input.ts';
import { serverOf, serverShape, whyNoServer } from './server-schema.ts';

const hypothesisSchema = strict({
  maxBadProbes: whole(0, 1_000_000, 'probes').optional(),
  maxP99: duration({ min: '1ms', max: '60s' }).optional(),
  maxRecover: duration({ min: '1s', max: '1h' }).optional(),
});

const exemptSchema = strict({
  zones: names('a zone, such as "eu-central-1a"'),
  instances: names('an instance id, such as "i-0123456789abcdef0"'),
  tags: names('a tag, "key" or "key=value"'),
}).transform(
  ({ zones, instances, tags }): Exempt => ({ zones, instanceIds: instances, tags: tags.map(tagOf) }),
);

function names(what: string) {
  const name = checkedText((text) => (text.trim() === '' ? `${shown(text)} is empty; write ${what}` : null));
  return z.array(name).readonly().default([]);
}

/** The first `=` ends the key. */
function tagOf(text: string): Exempt['tags'][number] {
  const [key = '', ...value] = text.split('=');
  return { key, value: value.length === 0 ? null : value.join('=') };
}

const onAwsSchema = strict({ hypothesis: hypothesisSchema.prefault({}) }).meta({ platform: 'aws' });

/** Other tools' names for more than one target (decisions/2026-11-26-one-target-per-experiment.md). */
const oneTarget =
  'an experiment hits one instance at a time; delete this key, and for more experiments raise schedule.maxPerDay';
const explained = new Map([
  ['count', oneTarget],
  ['percent', oneTarget],
  ['copies', "is an option's name; write desiredSize"],
]);

type Healthy = { readonly kind: 'count' | 'percent'; readonly value: number };

const healthyCount = whole(1, 99, 'instances');

/** A number, or a share of a group of any size. */
function healthy() {
  const kinds = { kind: 'number or per cent', limits: "1 to 99 instances, or '1%' to '99%'" };
  return z
    .custom<number | `${number}%`>()
    .meta(kinds)
    .transform((written, context): Healthy => {
      const [, percent] = /^(-?[\d.]+)\s*%$/.exec(String(written)) ?? [];
      if (percent === undefined) return countOf(written, context);
      const value = Number(percent);
      if (Number.isInteger(value) && value >= 1 && value <= 99) return { kind: 'percent', value };
      const message = `${shown(written)} is not between 1% and 99% in whole per cent; write one such as '66%'`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });
}

function countOf(written: unknown, context: z.core.$RefinementCtx): Healthy {
  const parsed = healthyCount.safeParse(written, { error: describeIssue });
  if (parsed.success) return { kind: 'count', value: parsed.data };
  for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

const groupShape = {
  kind: z.enum(['web', 'data', 'load-balancer']),
  name: slug().optional(),
  desiredSize: whole(2, 100, 'instances').optional(),
  requiredHealthy: healthy().optional(),
  isEnabled: z.boolean().default(true),
  fault: z.enum(faultNames).optional(),
  faultDuration: duration({ min: '1s', max: '1h' }).default(5_000),
  minAge: duration({ min: '0s', max: '30d' }).default(0),
  exempt: exemptSchema.prefault({}),
  hypothesis: hypothesisSchema.prefault({}),
  aws: onAwsSchema.prefault({}),
  ...serverShape,
};

const writtenGroup = strict(groupShape, explained).superRefine((group, context) => {
  const wrong = whyNoServer(group.kind, group);
  if (wrong !== null) context.addIssue({ code: 'custom', path: [...wrong.path], message: wrong.message });
});

type Written = z.output<typeof hypothesisSchema>;

/** On AWS, what is written for AWS, then what is written for all platforms, then the platform's default. */
function hypothesisOf(written: Written, onAws: Written, defaults: Hypothesis): Hypothesis {
  return {
    maxBadProbes: onAws.maxBadProbes ?? written.maxBadProbes ?? defaults.maxBadProbes,
    maxP99Ms: onAws.maxP99 ?? written.maxP99 ?? defaults.maxP99Ms,
    maxRecoverMs: onAws.maxRecover ?? written.maxRecover ?? defaults.maxRecoverMs,
  };
}

/** Fills in what depends on the kind, then checks what depends on several keys. */
export function groupSchemaFor(platform: Platform) {
  return writtenGroup
    .transform((group): GroupConfiguration => {
      const defaults = groupDefaults(group.kind, { size: group.desiredSize, platform });
      const onAws = platform === 'aws' ? group.aws.hypothesis : {};
      return {
        name: group.name ?? group.kind,
        kind: group.kind,
        desiredSize: defaults.desiredSize,
        ...requiredOf(group.requiredHealthy, defaults),
        isEnabled: group.isEnabled,
        fault: group.fault ?? defaults.fault,
        faultDurationMs: group.faultDuration,
        minAgeSeconds: group.minAge / 1_000,
        exempt: group.exempt,
        hypothesis: hypothesisOf(group.hypothesis, onAws, defaults.hypothesis),
        // It may hold secrets in its environment, and starts nothing on EC2.
        ...(platform === 'local' ? serverOf(group) : {}),
      };
    })
    .superRefine((group, context) => {
      const wrong = whyNotRedundant(group);
      if (wrong !== null) context.addIssue({ code: 'custom', path: [wrong.key], message: wrong.message });
    }) satisfies z.ZodType<GroupConfiguration, GroupInput>;
}

/** The number is for the configured size; on AWS, the share applies to the group's current size. */
function requiredOf(
  written: Healthy | undefined,
  { desiredSize, requiredHealthy }: Pick<GroupConfiguration, 'desiredSize' | 'requiredHealthy'>,
): Pick<GroupConfiguration, 'requiredHealthy' | 'requiredPercent'> {
  if (written === undefined) return { requiredHealthy };
  if (written.kind === 'count') return { requiredHealthy: written.value };
  const need = { requiredHealthy, requiredPercent: written.value };
  return { ...need, requiredHealthy: healthyRequired(need, desiredSize) };
}

function whyNotRedundant(
  group: GroupConfiguration,
): { readonly key: string; readonly message: string } | null {
  const { desiredSize, requiredHealthy } = group;
  if (group.kind === 'data' && (desiredSize % 2 === 0 || desiredSize > 7)) {
    return { key: 'desiredSize', message: `${desiredSize} is not a size for a replica set; write 3, 5 or 7` };
  }
  if (group.requiredPercent !== undefined && requiredHealthy >= desiredSize) {
    const most = Math.floor((100 * (desiredSize - 1)) / desiredSize);
    return {
      key: 'requiredHealthy',
      message: `${group.requiredPercent}% of ${desiredSize} is ${requiredHealthy}, rounded up; write '${most}%' or less, so that one can be lost`,
    };
  }
  if (requiredHealthy >= desiredSize) {
    const mend = `write ${desiredSize - 1} or less, so that one can be lost`;
    return {
      key: 'requiredHealthy',
      message: `${requiredHealthy} is not below desiredSize ${desiredSize}; ${mend}`,
    };
  }
  const majority = Math.floor(desiredSize / 2) + 1;
  if (group.kind === 'data' && requiredHealthy < majority) {
    const mend = `write ${majority} or more`;
    return {
      key: 'requiredHealthy',
      message: `${requiredHealthy} of ${desiredSize} voters cannot elect a primary; ${mend}`,
    };
  }
  return null;
}
