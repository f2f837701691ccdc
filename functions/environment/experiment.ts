/** What an experiment is told. */
import { type FleetGroup, fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { json, name } from './read-environment.ts';
import type { ShapeOf } from './variables-of.ts';

export const experimentEnvironment = z.object({
  STAGE: name,
  LEDGER_TABLE: name,
  SAFETY_LEVER: name,
  EVENT_BUS: name,
  ALARM_PREFIX: name,
  FLEET: json(fleetGroupsSchema),
} satisfies ShapeOf<typeof specs.chaos>);

export type ExperimentEnvironment = Omit<z.infer<typeof experimentEnvironment>, 'FLEET'> & {
  readonly FLEET: readonly FleetGroup[];
};
