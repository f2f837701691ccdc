/** The environment of the functions that export to a collector. */
import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import { trafficSchema } from '@garbageday/aws/contract/traffic.ts';
import * as z from 'zod/mini';
import type { specs } from '../specs.ts';
import { json, name } from './read-environment.ts';
import type { ShapeBeyond, ShapeOf } from './variables-of.ts';

export const otlpEnvironment = z.object({
  STAGE: name,
  LEDGER_TABLE: name,
  SAFETY_LEVER: name,
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(['http/protobuf', 'http/json']),
  AWS_REGION: name,
} satisfies ShapeOf<(typeof specs)['otlp-events']>);

/** Only for metrics. */
export const measuredEnvironment = z.object({
  FLEET: json(fleetGroupsSchema),
  HAS_USERS: z.enum(['true', 'false']),
  TRAFFIC: json(trafficSchema),
} satisfies ShapeBeyond<(typeof specs)['otlp-metrics'], (typeof specs)['otlp-events']>);
