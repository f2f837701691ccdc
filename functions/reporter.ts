/** Mornings, Mondays for the week, firsts of a month for it: what kills cost and what is left, in Slack, once. */
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { areLossesTold, platformOf } from '@garbageday/aws/deployed.ts';
import { lastPeriod } from '@garbageday/core/report/calendar-period.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import { describeOutcome, type SlackOutcome } from '@garbageday/slack/outcome.ts';
import { composeReporting } from './compose/reporting.ts';
import { drawChart } from './draw-chart.ts';
import { endDead } from './end-dead.ts';
import { parseEvent } from './events/parse-event.ts';
import { reportEvent } from './events/report-event.ts';
import { excludedBefore } from './excluded.ts';
import { logger } from './observe/logger.ts';
import { metrics } from './observe/metrics.ts';
import { observed } from './observe/observed.ts';
import { traced } from './observe/traced.ts';
import { assertTold } from './told.ts';

export const handler = observed<SlackOutcome>()
  .use(traced())
  .handler(async (event, context) => {
    const { period, scheduledTime } = parseEvent(reportEvent, 'report', event);
    const remainingMs = () => context.getRemainingTimeInMillis();
    const reporting = composeReporting({ remainingMs, chart: drawChart });
    const { configuration, fleet, ledger, slack, clock, notEvaluated } = reporting;
    // The rule for lost servers is deployed together with this function, so from now on none goes unnoticed.
    if (areLossesTold(fleet)) await ledger.watchLosses(clock.now());
    await endDead({ ...reporting, onEnd: (outcome) => logger.warn('left without an end', { outcome }) });
    const { timeZone } = configuration.schedule;
    const interval = lastPeriod(period, Date.parse(scheduledTime), timeZone);
    const excluded = await excludedBefore(configuration, interval.toMs);
    const platform = platformOf(configuration);
    const request = { configuration, platform, excluded, timeZone, notEvaluated, kind: period, ...interval };
    const report = await readReport({ ledger }, request);
    const outcome = await slack.report(report);
    logger.info(describeOutcome(outcome), { period, verdict: report.verdict });
    metrics.addMetric('Reported', MetricUnit.Count, 1);
    return assertTold(outcome);
  });
