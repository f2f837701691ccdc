/** The environment of the probe and the users. */
import type { Journey } from '@garbageday/core/probe/journey.ts';
import { isJourney } from '@garbageday/prober/parent-message.ts';
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { json, name } from './read-environment.ts';
import type { ShapeOf } from './variables-of.ts';

const positive = z.number().check(z.positive());

export const measuringEnvironment = z.object({
  LEDGER_TABLE: name,
  METRICS_NAMESPACE: name,
  TARGET_URL: z.url(),
  AWS_REGION: name,
  MEASURING: json(
    z.strictObject({
      service: name,
      journey: z.custom<Journey>(isJourney),
      ratePerSecond: positive,
      latencyThresholdMs: positive,
      timeoutMs: positive,
    }),
  ),
} satisfies ShapeOf<typeof specs.probe> & ShapeOf<typeof specs.users>);
