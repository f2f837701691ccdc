import { describe, expect, it } from 'vitest';
import { carelessSchedules, invalidSchedules } from './checks/schedules.ts';
import { everyStage } from './harness/evaluated.ts';
import { named, ofType, pick, text } from './harness/stage.ts';

const scheduleType = 'aws:scheduler/schedule:Schedule';

describe.each(everyStage)('schedules of %s', (name, stage) => {
  it('are there', () => {
    const users = name === 'production' ? [] : ['EveryMinuteUsersSchedule'];
    expect(
      ofType(stage, scheduleType)
        .map((each) => each.name)
        .toSorted(),
    ).toEqual([
      'DailyDrawSchedule',
      'DailyReportSchedule',
      'EveryMinuteProbeSchedule',
      ...users,
      'MonthlyReportSchedule',
      'WeeklyReportSchedule',
    ]);
  });

  it('are expressions that AWS takes', () => expect(invalidSchedules(stage)).toEqual([]));
  it('leave nothing to a default', () => expect(carelessSchedules(stage)).toEqual([]));

  it.each([
    ['DailyDrawSchedule', 'cron(30 8 ? * MON,TUE,WED,THU,FRI *)', 3],
    ['DailyReportSchedule', 'cron(0 8 * * ? *)', 5],
    ['WeeklyReportSchedule', 'cron(5 8 ? * MON *)', 5],
    ['MonthlyReportSchedule', 'cron(10 8 1 * ? *)', 5],
    ['EveryMinuteProbeSchedule', 'rate(1 minute)', 0],
  ])('%s is %s and is delivered again %i times', (schedule, expression, retries) => {
    const captured = named(stage, schedule);
    expect(text(captured, 'scheduleExpression')).toBe(expression);
    expect(pick(captured, 'target.retryPolicy.maximumRetryAttempts')).toBe(retries);
    expect(pick(captured, 'state')).toBe('ENABLED');
  });

  it('the draw and the reports keep the configured time zone', () => {
    const reports = ['DailyReportSchedule', 'WeeklyReportSchedule', 'MonthlyReportSchedule'];
    const zones = ['DailyDrawSchedule', ...reports].map((each) =>
      text(named(stage, each), 'scheduleExpressionTimezone'),
    );
    expect(new Set(zones)).toEqual(new Set(['UTC']));
  });

  it('tell the function which time they stand for', () => {
    for (const schedule of ofType(stage, scheduleType)) {
      const input = JSON.parse(text(schedule, 'target.input')) as { scheduledTime?: string };
      expect(input.scheduledTime, schedule.name).toBe('<aws.scheduler.scheduled-time>');
    }
  });

  it('experiments are started by the alias, by a role that can start nothing else', () => {
    const settings = JSON.parse(
      text(named(stage, 'DrawFunction'), 'environment.variables.EXPERIMENT_SCHEDULES'),
    ) as Record<string, unknown>;
    expect(settings).toEqual({
      group: `garbageday-${name}-experiments`,
      targetArn: expect.stringMatching(/:live$/),
      roleArn: `arn:aws:iam::111122223333:role/garbageday-${name}-experiments-scheduler`,
      deadLetterArn: expect.stringContaining('ExperimentLetters'),
      timeZone: 'UTC',
      maximumEventAgeInSeconds: 900,
      maximumRetryAttempts: 3,
    });
    const policy = JSON.parse(text(named(stage, 'ExperimentsPolicy'), 'policy')) as {
      Statement: { Action: string[]; Resource: string[] }[];
    };
    expect(policy.Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['lambda:InvokeFunction'], [settings['targetArn']]],
      [['sqs:SendMessage'], [settings['deadLetterArn']]],
    ]);
  });
});
