/** Everything that may ring the alert. */
import * as z from 'zod/mini';
import { alarmEvent } from './alarm-event.ts';
import { chaosEnvelope } from './chaos-event.ts';
import { terminationEvent } from './termination-event.ts';

export const alertEvent = z.discriminatedUnion('source', [alarmEvent, chaosEnvelope, terminationEvent]);

export type AlertEvent = z.infer<typeof alertEvent>;
