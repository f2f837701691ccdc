/** Everything that may ring the alert. */
import * as z from 'zod/mini';
import { alarmEvent } from './alarm-event.ts';
import { chaosEnvelope } from './chaos-event.ts';
import { leverEvent } from './lever-event.ts';
import { terminationEvent } from './termination-event.ts';

export const alertEvent = z.discriminatedUnion('source', [
  alarmEvent,
  chaosEnvelope,
  leverEvent,
  terminationEvent,
]);

export type AlertEvent = z.infer<typeof alertEvent>;
