/** What the schedule sends to a function that reads what a load balancer counts. */
import * as z from 'zod/mini';

export const countEvent = z.object({ kind: z.literal('count') });
