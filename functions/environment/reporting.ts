/** What the reporter is told, what the alert is told beyond it, and the secrets that a person may have set. */
import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { json, name } from './read-environment.ts';
import type { ShapeBeyond, ShapeOf } from './variables-of.ts';

export const reportingEnvironment = z.object({
  STAGE: name,
  LEDGER_TABLE: name,
  FLEET: json(fleetGroupsSchema),
  /** Whether users' requests are measured; a stage of an older version does not say, and has users. */
  HAS_USERS: z.optional(z.enum(['true', 'false'])),
  /** Of the stage's own dashboard; Lambda sets it. */
  AWS_REGION: z.optional(name),
  /** Not deployed: GovSlack's, or that of a stand-in. */
  SLACK_API_URL: z.optional(z.url()),
} satisfies ShapeOf<typeof specs.reporter>);

/** The alert's alone. */
export const alertEnvironment = z.object({
  ALARM_PREFIX: name,
  SAFETY_LEVER: name,
} satisfies ShapeBeyond<typeof specs.alert, typeof specs.reporter>);

/** As SST links a secret; one that nobody set is empty or not there. */
export const linkedSecret = z.object({ value: z.string() });
