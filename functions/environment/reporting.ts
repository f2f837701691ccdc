/** The environment of the reporter, the alert's additional variables, and the secrets that a person may have set. */
import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import { trafficSchema } from '@garbageday/aws/contract/traffic.ts';
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { json, name } from './read-environment.ts';
import type { ShapeBeyond, ShapeOf } from './variables-of.ts';

export const reportingEnvironment = z.object({
  STAGE: name,
  LEDGER_TABLE: name,
  FLEET: json(fleetGroupsSchema),
  /** Whether users' requests are measured; absent in a stage of an older version, which has users. */
  HAS_USERS: z.optional(z.enum(['true', 'false'])),
  /** Absent in a stage of an older version. */
  TRAFFIC: z.optional(json(trafficSchema)),
  /** The region of the stage's own dashboard; set by Lambda. */
  AWS_REGION: z.optional(name),
  /** Not set by deployments: for GovSlack, or a stand-in. */
  SLACK_API_URL: z.optional(z.url()),
} satisfies ShapeOf<typeof specs.reporter>);

/** Only for the alert. */
export const alertEnvironment = z.object({
  ALARM_PREFIX: name,
  SAFETY_LEVER: name,
} satisfies ShapeBeyond<typeof specs.alert, typeof specs.reporter>);

/** As SST links a secret; one that was never set is empty or missing. */
export const linkedSecret = z.object({ value: z.string() });
