/** Everything that may ring the alert. */
import * as z from 'zod/mini';
import { alarmEvent } from './alarm-event.ts';
import { chaosEnvelope } from './chaos-event.ts';

export const alertEvent = z.discriminatedUnion('source', [alarmEvent, chaosEnvelope]);

export type AlertEvent = z.infer<typeof alertEvent>;
