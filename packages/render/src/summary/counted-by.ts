/** Who counted the users' requests, in words. */
import type { TrafficSource } from '@garbageday/core/probe/traffic-source.ts';

export const countedBy: Readonly<Record<TrafficSource['kind'], string>> = {
  'alb-metrics': 'ALB metrics',
  'alb-access-logs': 'ALB access logs',
};
