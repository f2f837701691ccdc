/** The environment of an experiment. */
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
  /** Absent in a stage of an older version. */
  STOP_ALARMS: z.optional(json(z.array(name))),
  FLEET: json(fleetGroupsSchema),
  /** Absent where no group tells its roles by a command. */
  ROLES_FUNCTION: z.optional(name),
} satisfies ShapeOf<typeof specs.chaos>);

export type ExperimentEnvironment = Omit<
  z.infer<typeof experimentEnvironment>,
  'FLEET' | 'STOP_ALARMS' | 'ROLES_FUNCTION'
> & {
  readonly FLEET: readonly FleetGroup[];
  readonly STOP_ALARMS?: readonly string[] | undefined;
  readonly ROLES_FUNCTION?: string | undefined;
};
