import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { describe, expect, it } from 'vitest';
import { awsAnswers, json, jsonError } from './fixtures/aws-answers.ts';

const prefix = 'garbageday-x-slo-';

function composite(slug: string, StateValue = 'OK') {
  return { AlarmName: `${prefix}${slug}`, StateValue };
}

describe('burn alerts', () => {
  it('are read past the first page of alarms, which the server has filtered', async () => {
    const { settings, asked } = await awsAnswers(
      json(200, { CompositeAlarms: [composite('a-page'), composite('a-ticket')], NextToken: 'more' }),
      json(200, { CompositeAlarms: [composite('b-page', 'ALARM')] }),
      json(200, { MetricAlarms: [], NextToken: 'more' }),
      json(200, {
        MetricAlarms: [
          { StateValue: 'ALARM', Threshold: 14.4, StateReasonData: '{"recentDatapoints":[null, 20.5]}' },
        ],
      }),
    );
    const firing = await cloudWatchAlerts({ cloudWatch: new CloudWatchClient(settings), prefix }).firing();
    expect(firing).toEqual([{ slo: 'b', severity: 'page', burn: 20.5 }]);
    expect(asked.map(({ body }) => JSON.parse(body))).toEqual([
      { AlarmNamePrefix: prefix, AlarmTypes: ['CompositeAlarm'], MaxRecords: 100 },
      { AlarmNamePrefix: prefix, AlarmTypes: ['CompositeAlarm'], MaxRecords: 100, NextToken: 'more' },
      {
        AlarmNamePrefix: 'garbageday-x-window-b-page-',
        AlarmTypes: ['MetricAlarm'],
        StateValue: 'ALARM',
        MaxRecords: 100,
      },
      {
        AlarmNamePrefix: 'garbageday-x-window-b-page-',
        AlarmTypes: ['MetricAlarm'],
        StateValue: 'ALARM',
        MaxRecords: 100,
        NextToken: 'more',
      },
    ]);
  });

  it('are named by one call, however many ring', async () => {
    const { settings, asked } = await awsAnswers(
      json(200, {
        CompositeAlarms: [
          composite('a-page', 'ALARM'),
          composite('b-ticket'),
          composite('c-ticket', 'ALARM'),
        ],
      }),
    );
    const alerts = cloudWatchAlerts({ cloudWatch: new CloudWatchClient(settings), prefix, slos: ['A'] });
    expect(await alerts.ringing()).toEqual([
      { slo: 'A', severity: 'page' },
      { slo: 'c', severity: 'ticket' },
    ]);
    expect(asked).toHaveLength(1);
  });

  it('do not take other composite alarms of the same beginning for their own', async () => {
    const { settings } = await awsAnswers(json(200, { CompositeAlarms: [composite('a-info', 'ALARM')] }));
    const alerts = cloudWatchAlerts({ cloudWatch: new CloudWatchClient(settings), prefix });
    await expect(alerts.firing()).rejects.toMatchObject({ code: 'not-deployed' });
  });

  it('cannot be told when CloudWatch does not answer', async () => {
    const { settings } = await awsAnswers(jsonError(400, 'ThrottlingException', 'Rate exceeded'));
    const alerts = cloudWatchAlerts({ cloudWatch: new CloudWatchClient(settings), prefix });
    await expect(alerts.firing()).rejects.toThrow(/^asking for burn alarms: AWS throttles this account/);
  });
});
