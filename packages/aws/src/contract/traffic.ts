/** Which journeys are the users' own requests, and who counts them: what a deployment tells its functions. */
import type { TrafficSource } from '@garbageday/core/probe/traffic-source.ts';
import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1));

// Plain shapes: a union costs every function some kilobytes of zod.
const source = {
  kind: z.enum(['alb-metrics', 'alb-access-logs']),
  /** `app/<name>/<id>`. */
  loadBalancer: name,
  /** Of access logs. */
  bucket: z.optional(name),
  prefix: z.optional(z.string()),
};

/** The content of the environment variable `TRAFFIC`: a journey, and who counts it. */
export type Traffic = { readonly journey: string; readonly source: TrafficSource };

/** For environment variables and other JSON that comes from outside. */
export const trafficSchema = z.array(
  z.pipe(
    z.strictObject({ journey: name, ...source }),
    z.transform(({ journey, kind, loadBalancer, bucket = '', prefix = '' }): Traffic => {
      if (kind === 'alb-metrics') return { journey, source: { kind, loadBalancer } };
      return { journey, source: { kind, loadBalancer, bucket, prefix } };
    }),
  ),
);

/** An entry as a deployment writes it. */
export type WrittenTraffic = z.input<typeof trafficSchema>[number];

/** The content of the environment variable `COUNTING`: what one function counts. */
export const countingSchema = z.strictObject({
  service: name,
  journey: name,
  latencyThresholdMs: z.number().check(z.positive()),
  /** `app/<name>/<id>`. */
  loadBalancer: name,
});

/** Access logs, in addition: `folder/yyyy/mm/dd/<account>_elasticloadbalancing_<region>_….log.gz`. */
export const logCountingSchema = z.extend(countingSchema, {
  bucket: name,
  /** Of the account: `<prefix>/AWSLogs/<account>`. */
  folder: name,
  account: name,
});
