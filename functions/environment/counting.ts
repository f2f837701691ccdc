/** The environment of the functions that read what a load balancer counts. */
import { countingSchema, logCountingSchema } from '@garbageday/aws/contract/traffic.ts';
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { json, name } from './read-environment.ts';
import type { ShapeOf } from './variables-of.ts';

export const metricsEnvironment = z.object({
  LEDGER_TABLE: name,
  AWS_REGION: name,
  COUNTING: json(countingSchema),
} satisfies ShapeOf<(typeof specs)['alb-metrics']>);

export const logsEnvironment = z.object({
  LEDGER_TABLE: name,
  AWS_REGION: name,
  COUNTING: json(logCountingSchema),
} satisfies ShapeOf<(typeof specs)['alb-logs']>);
