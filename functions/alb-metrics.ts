/** Every five minutes: what the load balancer's metrics say of the users' own requests, into the ledger. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type CountedInterval, countMinutes } from '@garbageday/core/probe/count-minutes.ts';
import { composeAlbMetrics } from './compose/alb-metrics.ts';
import { countEvent } from './events/count-event.ts';
import { parseEvent } from './events/parse-event.ts';
import { logger } from './observe/logger.ts';
import { metrics } from './observe/metrics.ts';
import { observed } from './observe/observed.ts';

export const handler = observed<CountedInterval>().handler(async (event) => {
  parseEvent(countEvent, 'count', event);
  const { ports, counting } = composeAlbMetrics();
  const counted = await countMinutes(ports, counting);
  logger.info('counted', { ...counted });
  metrics.addMetric('Requests', MetricUnit.Count, counted.requests);
  return counted;
});
