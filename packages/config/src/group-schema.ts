/** `groups[]`: what may be hit, and what must hold meanwhile. */
import type { Hypothesis } from '@garbageday/core/chaos/experiment.ts';
import { faultNames } from '@garbageday/core/chaos/fault.ts';
import type { Exempt, GroupConfiguration } from '@garbageday/core/configuration.ts';
import { z } from 'zod';
import type { GroupInput } from './configuration-input.ts';
import { shown } from './describe-issue.ts';
import { checkedText, duration, slug, strict, whole } from './fields.ts';
import { groupDefaults, type Platform } from './group-defaults.ts';

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

const onAwsSchema = strict({ hypothesis: hypothesisSchema.prefault({}) });

/** Other tools' words for more than one target (decisions/2026-11-26-one-target-per-experiment.md). */
const oneTarget =
  'an experiment hits one instance at a time; delete this key, and for more experiments raise schedule.maxPerDay';
const moreTargets = new Map([
  ['count', oneTarget],
  ['percent', oneTarget],
]);

const groupShape = {
  kind: z.enum(['web', 'data', 'load-balancer']),
  name: slug().optional(),
  desiredSize: whole(2, 100, 'instances').optional(),
  requiredHealthy: whole(1, 99, 'instances').optional(),
  isEnabled: z.boolean().default(true),
  fault: z.enum(faultNames).optional(),
  faultDuration: duration({ min: '1s', max: '1h' }).default(5_000),
  minAge: duration({ min: '0s', max: '30d' }).default(0),
  exempt: exemptSchema.prefault({}),
  hypothesis: hypothesisSchema.prefault({}),
  aws: onAwsSchema.prefault({}),
};

const writtenGroup = strict(groupShape, moreTargets);

type Written = z.output<typeof hypothesisSchema>;

/** On AWS what is written for it, then what is written for everywhere, then the default of the platform. */
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
        requiredHealthy: group.requiredHealthy ?? defaults.requiredHealthy,
        isEnabled: group.isEnabled,
        fault: group.fault ?? defaults.fault,
        faultDurationMs: group.faultDuration,
        minAgeSeconds: group.minAge / 1_000,
        exempt: group.exempt,
        hypothesis: hypothesisOf(group.hypothesis, onAws, defaults.hypothesis),
      };
    })
    .superRefine((group, context) => {
      const wrong = whyNotRedundant(group);
      if (wrong !== null) context.addIssue({ code: 'custom', path: [wrong.key], message: wrong.message });
    }) satisfies z.ZodType<GroupConfiguration, GroupInput>;
}

function whyNotRedundant(
  group: GroupConfiguration,
): { readonly key: string; readonly message: string } | null {
  const { desiredSize, requiredHealthy } = group;
  if (group.kind === 'data' && (desiredSize % 2 === 0 || desiredSize > 7)) {
    return { key: 'desiredSize', message: `${desiredSize} is not a size for a replica set; write 3, 5 or 7` };
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
