/** What a journey's schedule sends every minute to the function that measures it (packages/sst/src/journeys.ts). */
import * as z from 'zod/mini';

/** `journey`: the name of the journey that the function measures. */
export function measureEvent(journey: string) {
  return z.strictObject({
    kind: z.literal('measure'),
    journey: z.literal(journey),
    scheduledTime: z.iso.datetime(),
  });
}
