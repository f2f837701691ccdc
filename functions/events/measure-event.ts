/** What the schedule of a journey sends every minute to the function that measures it (stacks/journeys.ts). */
import * as z from 'zod/mini';

/** `journey`: the name of the one that the function measures. */
export function measureEvent(journey: string) {
  return z.strictObject({
    kind: z.literal('measure'),
    journey: z.literal(journey),
    scheduledTime: z.iso.datetime(),
  });
}
