/** Every five minutes: what the load balancer logged of the users' own requests, into the ledger. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { AwsError } from '@garbageday/aws/aws-error.ts';
import { type CountedLogs, countLogFiles } from '@garbageday/core/probe/count-log-files.ts';
import { formatPlural } from '@garbageday/core/wording/words.ts';
import { composeAlbLogs } from './compose/alb-logs.ts';
import { countEvent } from './events/count-event.ts';
import { parseEvent } from './events/parse-event.ts';
import { logger } from './observe/logger.ts';
import { metrics } from './observe/metrics.ts';
import { observed } from './observe/observed.ts';

export const handler = observed<CountedLogs>().handler(async (event, context) => {
  parseEvent(countEvent, 'count', event);
  const { ports, counting } = composeAlbLogs(() => context.getRemainingTimeInMillis());
  const counted = await countLogFiles(ports, counting);
  logger.info('counted', { ...counted });
  if (counted.unreadable > 0) logger.warn('lines of access logs are not requests', { ...counted });
  metrics.addMetric('Requests', MetricUnit.Count, counted.requests);
  // The others are counted all the same.
  const [first] = counted.failed;
  if (first !== undefined)
    throw new AwsError('partial-failure', `${formatPlural(counted.failed.length, 'access log')}: ${first}`);
  return counted;
});
