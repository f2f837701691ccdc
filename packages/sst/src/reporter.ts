/** The reporter: every morning, on Mondays for the week, and on the first of a month for the month. */
import { interFonts, resvgWasm } from '@garbageday/render/chart/chart-files.ts';
import { specs } from '../../../functions/specs.ts';
import type { Foundation } from './foundation.ts';
import { createFunction } from './lambda.ts';
import { createSchedule } from './schedule.ts';
import { type Common, wire } from './wiring.ts';

type ReporterInput = {
  readonly foundation: Foundation;
  readonly given: Common;
  readonly inService: readonly $util.Resource[];
};

export function deployReporter(input: ReporterInput): sst.aws.Function {
  const { foundation, given, inService } = input;
  const { deadLetters, reserve } = foundation;
  const reporter = createFunction(foundation, 'Reporter', {
    wiring: wire(specs.reporter, given),
    description: 'Posts the report to Slack',
    memory: '1024 MB',
    timeout: '120 seconds',
    retries: 2,
    // Slack may be down for a while; yesterday's report is still worth reading after lunch.
    maxEventAgeSeconds: 6 * 3_600,
    reserved: reserve(1),
    deadLetters: deadLetters.events,
    lateFiles: [resvgWasm, ...interFonts],
  });
  const common = {
    timeZone: given.config.schedule.timeZone,
    function: reporter,
    retries: 5,
    maxEventAgeSeconds: 6 * 3_600,
    deadLetters: deadLetters.events,
    after: inService,
  };
  const scheduledTime = '<aws.scheduler.scheduled-time>';
  createSchedule(foundation, 'DailyReport', {
    ...common,
    schedule: 'cron(0 8 * * ? *)',
    event: { kind: 'report', period: 'day', scheduledTime },
  });
  createSchedule(foundation, 'WeeklyReport', {
    ...common,
    schedule: 'cron(5 8 ? * MON *)',
    event: { kind: 'report', period: 'week', scheduledTime },
  });
  createSchedule(foundation, 'MonthlyReport', {
    ...common,
    schedule: 'cron(10 8 1 * ? *)',
    event: { kind: 'report', period: 'month', scheduledTime },
  });
  return reporter;
}
