/** What is exported as an event: a step of an experiment, from the stage's bus, and a move of the safety lever. */
import * as z from 'zod/mini';
import { chaosEnvelope, leverEvent } from './alert-event.ts';

export const otlpEvent = z.discriminatedUnion('source', [chaosEnvelope, leverEvent]);

export type ExportedEvent = z.infer<typeof otlpEvent>;

/** What the schedule sends every minute to the function that exports metrics (packages/sst/src/otlp.ts). */
export const exportEvent = z.object({ kind: z.literal('export') });
