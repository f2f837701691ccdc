/** What the reporter's schedules send (packages/sst/src/reporter.ts). */
import * as z from 'zod/mini';

export const reportEvent = z.strictObject({
  kind: z.literal('report'),
  period: z.enum(['day', 'week', 'month']),
  scheduledTime: z.iso.datetime(),
});
