/** What the schedules of the probe and the users send every minute (stacks/probe.ts, stacks/users.ts). */
import * as z from 'zod/mini';

export function measureEvent(kind: 'probe' | 'users') {
  return z.strictObject({ kind: z.literal(kind), scheduledTime: z.iso.datetime() });
}
