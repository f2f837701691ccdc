/** Everything that may ring the alert. */
import * as z from 'zod/mini';
import { alarmEvent } from './alarm-event.ts';
import { chaosEnvelope } from './chaos-event.ts';
import { terminationEvent } from './termination-event.ts';

/**
 * What Parameter Store says when a parameter was written (Systems Manager user guide, "Parameter Store Change"); not its
 * value. AWS's own, so it may gain fields. Only the rule of stacks/moved-lever.ts sends it, for the safety lever alone.
 */
const leverEvent = z.object({
  source: z.literal('aws.ssm'),
  'detail-type': z.literal('Parameter Store Change'),
  detail: z.object({ name: z.string(), operation: z.string() }),
});

export const alertEvent = z.discriminatedUnion('source', [
  alarmEvent,
  chaosEnvelope,
  leverEvent,
  terminationEvent,
]);

export type AlertEvent = z.infer<typeof alertEvent>;
