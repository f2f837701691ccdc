/** What the daily schedule sends (stacks/chaos.ts). */
import * as z from 'zod/mini';

export const drawEvent = z.strictObject({
  kind: z.literal('draw'),
  /** When the schedule was due, not when it came. */
  scheduledTime: z.iso.datetime(),
  /** The day that is drawn is the one so many minutes later. */
  leadMinutes: z.int().check(z.nonnegative(), z.maximum(1_440)),
});
