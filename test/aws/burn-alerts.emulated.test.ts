import { randomUUID } from 'node:crypto';
import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { beforeAll, describe, expect, it } from 'vitest';

let cloudWatch: CloudWatchClient;

beforeAll(() => {
  cloudWatch = new CloudWatchClient(clientSettings());
});

/** Names as packages/sst/src/burn-alarms.ts makes them. */
async function deploy(slugs: readonly string[]): Promise<string> {
  const stage = `garbageday-${randomUUID().slice(0, 8)}`;
  for (const slug of slugs) {
    for (const [severity, Threshold] of [
      ['page', 14.4],
      ['ticket', 3],
    ] as const) {
      for (const window of ['1h', '5m']) {
        await cloudWatch.send(
          new PutMetricAlarmCommand({
            AlarmName: `${stage}-window-${slug}-${severity}-${window}`,
            ComparisonOperator: 'GreaterThanThreshold',
            EvaluationPeriods: 1,
            MetricName: 'Total',
            Namespace: stage,
            Period: 60,
            Statistic: 'Sum',
            Threshold,
          }),
        );
      }
      await cloudWatch.send(
        new PutCompositeAlarmCommand({ AlarmName: `${stage}-slo-${slug}-${severity}`, AlarmRule: 'FALSE' }),
      );
    }
  }
  return `${stage}-slo-`;
}

async function ring(
  AlarmName: string,
  points: readonly number[] | null = null,
  StateValue: 'ALARM' | 'INSUFFICIENT_DATA' = 'ALARM',
) {
  const data =
    points === null ? {} : { StateReasonData: JSON.stringify({ version: '1.0', recentDatapoints: points }) };
  await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'test', ...data }));
}

describe('burn alerts from CloudWatch', () => {
  it('are none while nothing rings', async () => {
    const prefix = await deploy(['probe-availability']);
    expect(await cloudWatchAlerts({ cloudWatch, prefix }).firing()).toEqual([]);
  });

  it('name the objective and the severity, and how fast it burned', async () => {
    const prefix = await deploy(['probe-availability', 'probe-latency']);
    await ring(`${prefix}probe-availability-page`);
    await ring(`${prefix.replace(/slo-$/, 'window-')}probe-availability-page-1h`, [27.5]);
    await ring(`${prefix.replace(/slo-$/, 'window-')}probe-availability-page-5m`, [88.25]);
    await ring(`${prefix}probe-latency-ticket`);
    const slos = ['probe: availability', 'probe: latency'];
    const firing = await cloudWatchAlerts({ cloudWatch, prefix, slos }).firing();
    expect(firing).toEqual([
      { slo: 'probe: availability', severity: 'page', burn: 88.25 },
      { slo: 'probe: latency', severity: 'ticket', burn: 1 },
    ]);
  });

  it('burn at least at the threshold that was crossed, where the alarm kept no points', async () => {
    const prefix = await deploy(['probe-availability']);
    await ring(`${prefix}probe-availability-page`);
    await ring(`${prefix.replace(/slo-$/, 'window-')}probe-availability-page-1h`);
    const [alert] = await cloudWatchAlerts({ cloudWatch, prefix }).firing();
    expect(alert).toEqual({ slo: 'probe-availability', severity: 'page', burn: 14.4 });
  });

  it('do not come from missing data', async () => {
    const prefix = await deploy(['probe-availability']);
    await ring(`${prefix}probe-availability-page`, null, 'INSUFFICIENT_DATA');
    expect(await cloudWatchAlerts({ cloudWatch, prefix }).firing()).toEqual([]);
  });

  it('do not come from another stage', async () => {
    const [own, other] = [await deploy(['probe-availability']), await deploy(['probe-availability'])];
    await ring(`${other}probe-availability-page`);
    expect(await cloudWatchAlerts({ cloudWatch, prefix: own }).firing()).toEqual([]);
  });

  it('cannot be told where no alarm is: silence would mean nothing', async () => {
    const alerts = cloudWatchAlerts({ cloudWatch, prefix: 'garbageday-nowhere-slo-' });
    await expect(alerts.firing()).rejects.toMatchObject({
      code: 'not-deployed',
      message:
        'no burn alarm is named garbageday-nowhere-slo-…-page or -ticket; deploy the stage again, or check AWS_REGION',
    });
  });
});
