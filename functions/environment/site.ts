/** The environment of the site. */
import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import { trafficSchema } from '@garbageday/aws/contract/traffic.ts';
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { json, name } from './read-environment.ts';
import type { ShapeOf } from './variables-of.ts';

export const siteEnvironment = z.object({
  LEDGER_TABLE: name,
  FLEET: json(fleetGroupsSchema),
  HAS_USERS: z.enum(['true', 'false']),
  TRAFFIC: json(trafficSchema),
  SITE_BUCKET: name,
  /** Empty, or ending with a slash. */
  SITE_PREFIX: z.string(),
} satisfies ShapeOf<typeof specs.site>);
