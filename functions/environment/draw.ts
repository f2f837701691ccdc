/** What the draw is told. */
import { experimentSchedulesSchema } from '@garbageday/aws/experiment-schedules.ts';
import * as z from 'zod/mini';
import { json, name } from './parse-environment.ts';

export const drawEnvironment = z.object({
  STAGE: name,
  LEDGER_TABLE: name,
  EXPERIMENT_SCHEDULES: json(experimentSchedulesSchema),
});
