/** What an experiment is told. */
import { fleetGroupsSchema } from '@garbageday/aws/fleet-group.ts';
import * as z from 'zod/mini';
import { json, name } from './parse-environment.ts';

export const experimentEnvironment = z.object({
  STAGE: name,
  LEDGER_TABLE: name,
  SAFETY_LEVER: name,
  EVENT_BUS: name,
  ALARM_PREFIX: name,
  FLEET: json(fleetGroupsSchema),
});
