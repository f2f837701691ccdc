/**
 * What Auto Scaling sends about a server that it has terminated (User Guide, "Amazon EC2 Auto Scaling event
 * reference").
 */
import type { Termination } from '@garbageday/aws/loss-of-termination.ts';
import * as z from 'zod/mini';
import { instant } from './instant.ts';

/** AWS's own format, so it may gain fields. */
export const terminationEvent = z.object({
  source: z.literal('aws.autoscaling'),
  'detail-type': z.literal('EC2 Instance Terminate Successful'),
  detail: z.object({
    AutoScalingGroupName: z.string(),
    EC2InstanceId: z.string(),
    Cause: z.string(),
    StartTime: instant,
    Details: z.optional(z.object({ 'Availability Zone': z.optional(z.string()) })),
  }),
});

export function terminationOf({ detail }: z.infer<typeof terminationEvent>): Termination {
  return {
    instanceId: detail.EC2InstanceId,
    autoScalingGroup: detail.AutoScalingGroupName,
    zone: detail.Details?.['Availability Zone'] ?? 'unknown',
    cause: detail.Cause,
    startMs: detail.StartTime,
  };
}
