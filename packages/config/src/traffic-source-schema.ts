/** `journeys[].measuredBy`: who counts the users' own requests. */
import type { TrafficSource } from '@garbageday/core/probe/traffic-source.ts';
import { z } from 'zod';
import { shown } from './describe-issue.ts';
import { checkedText, strict } from './fields.ts';
import type { TrafficSourceInput } from './journey-input.ts';

/** The end of an Application Load Balancer's ARN, which CloudWatch knows it by. */
function loadBalancer() {
  return checkedText((text) =>
    /^app\/[A-Za-z0-9-]{1,32}\/[0-9a-f]+$/.test(text)
      ? null
      : `${shown(text)} is not an Application Load Balancer; write the end of its ARN, such as app/shop/50dc6c495c0c9188`,
  );
}

/** Amazon S3 User Guide, "General purpose bucket naming rules". */
export function whyNoLogBucket(text: string): string | null {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text)) return null;
  return `${shown(text)} is not the name of a bucket; write it without s3:// and without a path`;
}

/** As in the load balancer's attribute `access_logs.s3.prefix`. It is part of a permission, in which `*`, `?` and `${` stand for more. */
export function whyNoLogPrefix(text: string): string | null {
  if (/^(?!\/)(?!.*AWSLogs)[^*?$\n]*(?<!\/)$/.test(text)) return null;
  return `${shown(text)} is not a prefix of access logs; write what comes before /AWSLogs, without slashes at its ends, and without *, ? and $`;
}

export const trafficSourceSchema = z.discriminatedUnion('kind', [
  strict({ kind: z.literal('alb-metrics'), loadBalancer: loadBalancer() }),
  strict({
    kind: z.literal('alb-access-logs'),
    loadBalancer: loadBalancer(),
    bucket: checkedText(whyNoLogBucket),
    prefix: checkedText(whyNoLogPrefix).default(''),
  }),
]) satisfies z.ZodType<TrafficSource, TrafficSourceInput>;
