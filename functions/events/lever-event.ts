/** What Parameter Store says when a parameter was written (Systems Manager user guide, "Parameter Store Change"); not its value. */
import * as z from 'zod/mini';

/** AWS's own, so it may gain fields. Only the rule of stacks/moved-lever.ts sends it, for the safety lever alone. */
export const leverEvent = z.object({
  source: z.literal('aws.ssm'),
  'detail-type': z.literal('Parameter Store Change'),
  detail: z.object({ name: z.string(), operation: z.string() }),
});
