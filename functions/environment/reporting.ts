/** What the reporter and the alert are told, and the secrets that a person may have set. */
import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import * as z from 'zod/mini';
import { json, name } from './parse-environment.ts';

export const reportingEnvironment = z.object({
  STAGE: name,
  LEDGER_TABLE: name,
  ALARM_PREFIX: name,
  FLEET: json(fleetGroupsSchema),
  /** Whether users' requests are measured; a stage of an older version does not say, and has users. */
  HAS_USERS: z.optional(z.enum(['true', 'false'])),
  /** Of the stage's own dashboard; Lambda sets it. */
  AWS_REGION: z.optional(name),
  /** Not deployed: GovSlack's, or that of a stand-in. */
  SLACK_API_URL: z.optional(z.url()),
});

/** The alert's alone. */
export const leverEnvironment = z.object({ SAFETY_LEVER: name });

/** As SST links a secret; one that nobody set is empty or not there. */
export const linkedSecret = z.object({ value: z.string() });
