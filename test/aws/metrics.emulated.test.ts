import { randomUUID } from 'node:crypto';
import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { cloudWatchMetrics } from '@garbageday/aws/metrics.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { minuteOfProbes } from '../fakes/minute-of-probes.ts';

let cloudWatch: CloudWatchClient;

beforeAll(() => {
  cloudWatch = new CloudWatchClient(clientSettings());
});

const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;

async function sumOf(Namespace: string, MetricName: string, dimensions: Readonly<Record<string, string>>) {
  const { Datapoints = [] } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(startMs - 60_000),
      EndTime: new Date(startMs + 120_000),
      Period: 60,
      Statistics: ['Sum', 'SampleCount'],
    }),
  );
  return Datapoints.map(({ Sum, SampleCount, Timestamp }) => [Sum, SampleCount, Timestamp?.getTime()]);
}

describe('metrics in CloudWatch', () => {
  it('are what alarms and dashboard read of a slice', async () => {
    const namespace = `GarbageDay/Probe/${randomUUID()}`;
    const slice = { ...minuteOfProbes('seed', (index) => index % 10 === 0), startMs };
    await cloudWatchMetrics({ cloudWatch, namespace }).publishSlice(slice);
    const journey = { Service: 'wordcount', Journey: 'probe' };
    // The emulator also counts what has more dimensions: the three steps.
    expect(await sumOf(namespace, 'Total', journey)).toEqual([[60 + 3 * 60, 4, startMs]]);
    expect(await sumOf(namespace, 'Good', journey)).toEqual([[54 + 3 * 60, 4, startMs]]);
    expect(await sumOf(namespace, 'GoodInTime', journey)).toEqual([[slice.latency.good, 1, startMs]]);
    expect(await sumOf(namespace, 'Heartbeat', journey)).toEqual([[1, 1, startMs]]);
    expect(await sumOf(namespace, 'Lag', journey)).toEqual([[slice.lagP99Ms, 1, startMs]]);
    expect(await sumOf(namespace, 'Total', { ...journey, Step: 'insert' })).toEqual([[60, 1, startMs]]);
    const { Metrics = [] } = await cloudWatch.send(new ListMetricsCommand({ Namespace: namespace }));
    expect(new Set(Metrics.map(({ MetricName }) => MetricName))).toEqual(
      new Set(['Total', 'Good', 'GoodInTime', 'Heartbeat', 'Latency', 'Lag']),
    );
  });

  it('are published one by one, and more of them than one request may hold', async () => {
    const namespace = `GarbageDay/Chaos/${randomUUID()}`;
    const points = Array.from({ length: 1_001 }, (_, index) => ({
      name: 'Kills',
      value: 1,
      unit: 'count' as const,
      dimensions: { Group: index % 2 ? 'web' : 'data' },
      atMs: startMs,
    }));
    await cloudWatchMetrics({ cloudWatch, namespace }).publish(points);
    expect(await sumOf(namespace, 'Kills', { Group: 'web' })).toEqual([[500, 500, startMs]]);
    expect(await sumOf(namespace, 'Kills', { Group: 'data' })).toEqual([[501, 501, startMs]]);
  });

  it('say nothing of nothing', async () => {
    const namespace = `GarbageDay/${randomUUID()}`;
    await cloudWatchMetrics({ cloudWatch, namespace }).publish([]);
    const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: namespace }));
    expect(Metrics ?? []).toEqual([]);
  });
});
