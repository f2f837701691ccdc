/** The environment of the draw. */
import { experimentSchedulesSchema } from '@garbageday/aws/contract/experiment-schedules.ts';
import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { json, name } from './read-environment.ts';
import type { ShapeOf } from './variables-of.ts';

export const drawEnvironment = z.object({
  STAGE: name,
  LEDGER_TABLE: name,
  FLEET: json(fleetGroupsSchema),
  EXPERIMENT_SCHEDULES: json(experimentSchedulesSchema),
} satisfies ShapeOf<typeof specs.draw>);
