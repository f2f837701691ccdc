/** What the daily schedule sends (packages/sst/src/chaos.ts). */
import * as z from 'zod/mini';

export const drawEvent = z.strictObject({
  kind: z.literal('draw'),
  /** When the schedule was due, not when the event arrived. */
  scheduledTime: z.iso.datetime(),
  /** The day to draw is the one this many minutes later. */
  leadMinutes: z.int().check(z.nonnegative(), z.maximum(1_440)),
});
