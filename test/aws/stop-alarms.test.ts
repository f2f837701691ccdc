import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { withStopAlarms } from '@garbageday/aws/stop-alarms.ts';
import { describe, expect, it } from 'vitest';
import { awsAnswers, json, jsonError } from './fixtures/aws-answers.ts';

const burning = { slo: 'probe: availability', severity: 'page', burn: 15 } as const;
const alerts = { firing: async () => [burning] };

describe("alarms of the service's own", () => {
  it('are asked for by name, whichever kind they are, and those that ring come first', async () => {
    const { settings, asked } = await awsAnswers(
      json(200, { MetricAlarms: [{ AlarmName: 'errors', StateValue: 'ALARM' }], NextToken: 'more' }),
      json(200, {
        MetricAlarms: [{ AlarmName: 'new', StateValue: 'INSUFFICIENT_DATA' }],
        CompositeAlarms: [{ AlarmName: 'any: thing', StateValue: 'ALARM' }],
      }),
    );
    const alarms = ['errors', 'new', 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:any: thing', 'errors'];
    const cloudWatch = new CloudWatchClient(settings);
    expect(await withStopAlarms(alerts, { cloudWatch, alarms }).firing()).toEqual([
      { slo: 'errors', severity: 'page', burn: null },
      { slo: 'any: thing', severity: 'page', burn: null },
      burning,
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      AlarmNames: ['errors', 'new', 'any: thing'],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: 100,
    });
  });

  it('refuse by an error when one of them is not there', async () => {
    const { settings } = await awsAnswers(
      json(200, { MetricAlarms: [{ AlarmName: 'errors', StateValue: 'OK' }] }),
    );
    const alarms = ['errors', 'misspelt'];
    const stopping = withStopAlarms(alerts, { cloudWatch: new CloudWatchClient(settings), alarms });
    await expect(stopping.firing()).rejects.toMatchObject({
      code: 'not-deployed',
      message: expect.stringContaining('the alarm misspelt of stopAlarms does not exist in this region'),
    });
  });

  it('refuse by an error when CloudWatch does not answer', async () => {
    const { settings } = await awsAnswers(jsonError(400, 'ThrottlingException', 'Rate exceeded'));
    const alarms = ['errors'];
    const stopping = withStopAlarms(alerts, { cloudWatch: new CloudWatchClient(settings), alarms });
    await expect(stopping.firing()).rejects.toThrow(/^asking for the alarms that stop chaos: AWS throttles/);
  });

  it('cost no call where there are none', async () => {
    const { settings, asked } = await awsAnswers(json(200, {}));
    const cloudWatch = new CloudWatchClient(settings);
    expect(await withStopAlarms(alerts, { cloudWatch, alarms: [] }).firing()).toEqual([burning]);
    expect(asked).toEqual([]);
  });
});
