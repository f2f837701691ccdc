/**
 * middy with Powertools: every log line has its request id, failures are logged once, metrics are flushed at the end.
 */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/**
 * The middleware of a function's handler, without its work. A failure is rethrown, so that Lambda retries and gives up.
 * No early timeout: unfinished work would continue when the next invocation thaws the process; Lambda's own timeout
 * ends the process.
 */
export function observed<Result>() {
  return middy<unknown, Result>({ timeoutEarlyInMillis: 0 })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics, { captureColdStartMetric: true }))
    .onError(({ error }) => {
      if (error instanceof Error) logger.error(error.message, error);
    });
}
