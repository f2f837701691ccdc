import { randomUUID } from 'node:crypto';
import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  type PutMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
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

type Sent = (
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
) => (number | undefined)[];

/** Values that were sent under a name and exactly these dimensions, which is what CloudWatch sums up. */
function sentBy({ middlewareStack }: CloudWatchClient): Sent {
  const inputs: PutMetricDataCommandInput[] = [];
  middlewareStack.add(
    (next) => async (call) => {
      if ('MetricData' in call.input) inputs.push(call.input);
      return next(call);
    },
    { step: 'initialize', name: 'sentBy', override: true },
  );
  return (namespace, name, dimensions) =>
    inputs
      .filter(({ Namespace }) => Namespace === namespace)
      .flatMap(({ MetricData = [] }) => MetricData)
      .filter((datum) => datum.MetricName === name && hasExactly(datum, dimensions))
      .map(({ Value }) => Value);
}

function hasExactly({ Dimensions = [] }: MetricDatum, dimensions: Readonly<Record<string, string>>): boolean {
  const own = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return JSON.stringify(own) === JSON.stringify(dimensions);
}

describe('metrics in CloudWatch', () => {
  it('are what alarms and dashboard read of a slice', async () => {
    const namespace = `GarbageDay/Probe/${randomUUID()}`;
    const slice = { ...minuteOfProbes('seed', (index) => index % 10 === 0), startMs };
    const sent = sentBy(cloudWatch);
    await cloudWatchMetrics({ cloudWatch, namespace }).publishSlice(slice);
    const journey = { Service: 'wordcount', Journey: 'probe' };
    // Not asked of the emulator, which would also count what has more dimensions: the three steps.
    expect(sent(namespace, 'Total', journey)).toEqual([60]);
    expect(sent(namespace, 'Good', journey)).toEqual([54]);
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
