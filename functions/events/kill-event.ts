/** A fault was injected: what the rule with `killPattern` sends, and nothing else of an experiment. */
import { eventSource } from '@garbageday/aws/contract/names.ts';
import * as z from 'zod/mini';
import { experimentPlan } from './experiment-event.ts';

const time = z.int();

/** EventBridge's envelope may gain fields; its content is ours. */
export const killEvent = z.object({
  source: z.literal(eventSource),
  detail: z.strictObject({
    kind: z.literal('transition'),
    plan: experimentPlan,
    transition: z.strictObject({
      experimentId: z.string(),
      seq: z.int().check(z.nonnegative()),
      atMs: time,
      state: z.strictObject({ kind: z.literal('injected'), injectedAtMs: time }),
    }),
  }),
});

export type KillEvent = z.infer<typeof killEvent>;
