/** What the site's schedule sends (packages/sst/src/site.ts). */
import * as z from 'zod/mini';

export const siteEvent = z.strictObject({
  kind: z.literal('site'),
  /** How many days back the site goes. */
  days: z.int().check(z.gte(1), z.lte(400)),
  scheduledTime: z.iso.datetime(),
});
