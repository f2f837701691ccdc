/** What cannot wait for the morning: a changed alarm, an event of an experiment, a lost server, a moved lever. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Termination } from '@garbageday/aws/loss-of-termination.ts';
import { describeOutcome, type SlackOutcome } from '@garbageday/slack/outcome.ts';
import { composeAlert } from './compose/alert.ts';
import { type AlertEvent, alertEvent } from './events/alert-event.ts';
import { parseEvent } from './events/parse-event.ts';
import { logger } from './observe/logger.ts';
import { metrics } from './observe/metrics.ts';
import { observed } from './observe/observed.ts';
import { traced } from './observe/traced.ts';
import { tell } from './tell.ts';
import { assertTold } from './told.ts';

export const handler = observed<SlackOutcome>()
  .use(traced())
  .handler(async (input, context) => {
    const event: AlertEvent = parseEvent(alertEvent, 'alarm, chaos or termination', input);
    const alerting = composeAlert(() => context.getRemainingTimeInMillis());
    const onMissing = (error: unknown) =>
      logger.warn('an alert is posted without one of its figures', { error });
    const onTermination = (termination: Termination, isLoss: boolean) =>
      logger.info(isLoss ? 'unplanned loss' : 'not an unplanned loss', { termination });
    const outcome = await tell({ ...alerting, onMissing, onTermination }, event);
    logger.info(describeOutcome(outcome));
    metrics.addMetric('Rang', MetricUnit.Count, 1);
    return assertTold(outcome);
  });
