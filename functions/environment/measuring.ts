/** What the probe and the users are told. */
import * as z from 'zod/mini';
import { json, name } from './parse-environment.ts';

const positive = z.number().check(z.positive());

export const measuringEnvironment = z.object({
  LEDGER_TABLE: name,
  METRICS_NAMESPACE: name,
  TARGET_URL: z.url(),
  AWS_REGION: name,
  MEASURING: json(
    z.strictObject({
      service: name,
      ratePerSecond: positive,
      latencyThresholdMs: positive,
      timeoutMs: positive,
    }),
  ),
});
