/** middy with Powertools: every line of the log knows its request, failures are logged once, metrics leave at the end. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/**
 * A function's handler still to be given what it does. A failure is thrown on, so that Lambda retries and gives up. No
 * early timeout: what it leaves half done would go on when the next invocation thaws the process; Lambda's own ends it.
 */
export function observed<Result>() {
  return middy<unknown, Result>({ timeoutEarlyInMillis: 0 })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics, { captureColdStartMetric: true }))
    .onError(({ error }) => {
      if (error instanceof Error) logger.error(error.message, error);
    });
}
