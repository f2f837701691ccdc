/** Everything that may ring the alert. */
import { eventSource } from '@garbageday/aws/contract/names.ts';
import { abortKinds, readAbortReason } from '@garbageday/core/chaos/abort-reason.ts';
import { refusalReasons } from '@garbageday/core/chaos/refusal.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import * as z from 'zod/mini';
import { alarmEvent } from './alarm-event.ts';
import { experimentPlan } from './experiment-event.ts';
import { terminationEvent } from './termination-event.ts';

/**
 * What Parameter Store sends when a parameter was written (Systems Manager user guide, "Parameter Store Change"),
 * without its value. AWS's own format, so it may gain fields. Only the rule in packages/sst/src/moved-lever.ts sends
 * it, and only for the safety lever.
 */
export const leverEvent = z.object({
  source: z.literal('aws.ssm'),
  'detail-type': z.literal('Parameter Store Change'),
  detail: z.object({ name: z.string(), operation: z.string() }),
});

const text = z.string();
const count = z.int().check(z.nonnegative());
const time = z.int();
const amount = z.number();
const orNull = z.nullable;

const percentiles = orNull(z.strictObject({ p50: amount, p95: amount, p99: amount }));

const impact = z.strictObject({
  fromMs: time,
  toMs: time,
  probes: z.strictObject({ sent: count, bad: count }),
  errors: z.array(z.tuple([text, count])),
  longestBadRun: count,
  latencyMs: z.strictObject({ baseline: percentiles, impact: percentiles }),
  detectMs: orNull(amount),
  replaceMs: orNull(amount),
  /** Of a group in which nothing is replaced. */
  carryOnMs: z.exactOptional(orNull(amount)),
  recoverMs: orNull(amount),
  budgetSpent: amount,
  /** Absent from events of older versions. */
  excess: z.exactOptional(z.strictObject({ availability: count, latency: count })),
  coverage: amount,
});

const refusal = z.strictObject({
  reason: z.enum(refusalReasons),
  detail: text,
  numbers: z.record(text, amount),
});

const target = z.strictObject({
  instanceId: text,
  slot: text,
  zone: text,
  role: z.enum(['primary', 'secondary', 'syncing', 'none']),
});

const judgement = z.strictObject({
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  reasons: z.array(text),
});

/** An event of the previous version may arrive during a deployment: its reason is a sentence. */
const abortReason = z.pipe(
  z.union([text, z.strictObject({ kind: z.enum(abortKinds), text })]),
  z.transform(readAbortReason),
);

const state = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drawn'), plan: experimentPlan }),
  z.strictObject({ kind: z.literal('refused'), refusal }),
  z.strictObject({ kind: z.literal('claimed'), target }),
  z.strictObject({ kind: z.literal('baseline'), fromMs: time, toMs: time }),
  z.strictObject({ kind: z.literal('injected'), injectedAtMs: time }),
  z.strictObject({ kind: z.literal('recovering'), detectedAtMs: orNull(time) }),
  z.strictObject({ kind: z.literal('completed'), impact, judgement }),
  z.strictObject({ kind: z.literal('aborted'), reason: abortReason, impact: orNull(impact) }),
]);

const position = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('released') }),
  z.strictObject({ kind: z.literal('halted'), reason: text, sinceMs: time }),
]);

const chaosEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('transition'),
    plan: experimentPlan,
    transition: z.strictObject({ experimentId: text, seq: count, atMs: time, state }),
  }),
  z.strictObject({ kind: z.literal('lever'), position, atMs: time }),
]) satisfies z.ZodMiniType<ChaosEvent>;

/** EventBridge's envelope may gain fields; its content is ours. */
export const chaosEnvelope = z.object({ source: z.literal(eventSource), detail: chaosEvent });

export const alertEvent = z.discriminatedUnion('source', [
  alarmEvent,
  chaosEnvelope,
  leverEvent,
  terminationEvent,
]);

export type AlertEvent = z.infer<typeof alertEvent>;
