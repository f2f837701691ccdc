/** The reporter: every morning, on Mondays for the week, and on the first of a month for the month. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { interFonts, resvgWasm } from '@garbageday/render/chart/chart-files.ts';
import type { Foundation } from './foundation.ts';
import { readLedger, writeLedger } from './grants.ts';
import { handlers } from './handlers.ts';
import { createFunction, type FunctionSpec } from './lambda.ts';
import { createSchedule } from './schedule.ts';

type ReporterInput = {
  readonly foundation: Foundation;
  readonly config: Configuration;
  readonly environment: FunctionSpec['environment'];
  readonly inService: readonly $util.Resource[];
};

export function deployReporter(input: ReporterInput): sst.aws.Function {
  const { foundation, config, environment, inService } = input;
  const { ledger, secrets, deadLetters, reserve } = foundation;
  const reporter = createFunction('Reporter', {
    handler: handlers.reporter,
    description: 'Posts the report to Slack',
    memory: '1024 MB',
    timeout: '120 seconds',
    retries: 2,
    // Slack may be down for a while; yesterday's report is still worth reading after lunch.
    maxEventAgeSeconds: 6 * 3_600,
    reserved: reserve(1),
    environment,
    permissions: [readLedger(ledger), writeLedger(ledger)],
    secrets: [secrets.slackWebhook, secrets.slackBotToken, secrets.slackChannel],
    configuration: config,
    deadLetters: deadLetters.events,
    lateFiles: [resvgWasm, ...interFonts].map((path) => `node_modules/${path}`),
  });
  const common = {
    timeZone: config.schedule.timeZone,
    function: reporter,
    retries: 5,
    maxEventAgeSeconds: 6 * 3_600,
    deadLetters: deadLetters.events,
    after: inService,
  };
  const scheduledTime = '<aws.scheduler.scheduled-time>';
  createSchedule('DailyReport', {
    ...common,
    schedule: 'cron(0 8 * * ? *)',
    event: { kind: 'report', period: 'day', scheduledTime },
  });
  createSchedule('WeeklyReport', {
    ...common,
    schedule: 'cron(5 8 ? * MON *)',
    event: { kind: 'report', period: 'week', scheduledTime },
  });
  createSchedule('MonthlyReport', {
    ...common,
    schedule: 'cron(10 8 1 * ? *)',
    event: { kind: 'report', period: 'month', scheduledTime },
  });
  return reporter;
}
