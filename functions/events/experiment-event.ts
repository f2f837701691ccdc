/** What starts an experiment: a one-shot schedule, or a person's `garbageday kill`. */
import type { ExperimentEvent } from '@garbageday/aws/experiment-event.ts';
import { faultNames } from '@garbageday/core/chaos/fault.ts';
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1), z.maxLength(256));
const count = z.int().check(z.nonnegative());

export const experimentPlan = z.strictObject({
  id: text,
  group: text,
  fault: z.enum(faultNames),
  faultDurationMs: z.exactOptional(z.int().check(z.positive())),
  role: z.enum(['any', 'primary', 'secondary']),
  plannedAtMs: count,
  seed: text,
  claimKey: text,
  hypothesis: z.strictObject({
    maxBadProbes: count,
    maxP99Ms: z.number().check(z.positive()),
    maxRecoverMs: z.number().check(z.positive()),
  }),
  mode: z.enum(['dry-run', 'armed']),
});

export const experimentEvent = z.strictObject({
  kind: z.literal('experiment'),
  plan: experimentPlan,
}) satisfies z.ZodMiniType<ExperimentEvent>;
