/** What an Application Load Balancer's metrics say about the users' requests, minute by minute. */
import {
  type CloudWatchClient,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import type { Interval } from '@garbageday/core/ports.ts';
import { type CountedMinute, idleMinute } from '@garbageday/core/probe/counted-minute.ts';
import { AwsError, calling } from './aws-error.ts';

export type AlbMetricsOptions = {
  readonly cloudWatch: CloudWatchClient;
  /** `app/<name>/<id>`. */
  readonly loadBalancer: string;
  /** Slower answers are bad for the latency SLI. */
  readonly thresholdMs: number;
};

export type AlbMetrics = {
  /** Minutes with any request, by when they begin; of at most a day, within the last fifteen days. */
  readonly minutes: (interval: Interval) => Promise<ReadonlyMap<number, CountedMinute>>;
};

/** Elastic Load Balancing sends a metric every 60 seconds, and only if there is something to tell. */
const periodSeconds = 60;

/**
 * A call may ask for 500 metrics and gets 100,800 points at a time (API Reference, GetMetricData). Ten metrics of a day
 * are 14,400, and what does not fit comes on further pages.
 */
export function albMetrics({ cloudWatch, loadBalancer, thresholdMs }: AlbMetricsOptions): AlbMetrics {
  const queries = queriesFor(loadBalancer, thresholdMs);
  return {
    minutes: ({ fromMs, toMs }) =>
      calling(`reading metrics of the load balancer ${loadBalancer}`, async () => {
        const minutes = new Map<number, Values>();
        const pages = paginateGetMetricData(
          { client: cloudWatch },
          {
            StartTime: new Date(fromMs),
            EndTime: new Date(toMs),
            ScanBy: 'TimestampAscending',
            MetricDataQueries: queries,
          },
        );
        for await (const { MetricDataResults = [] } of pages)
          for (const result of MetricDataResults) collect(result, loadBalancer, minutes);
        return new Map(
          [...minutes]
            .filter(([startMs]) => startMs >= fromMs && startMs < toMs)
            .map(([startMs, values]) => [startMs, minuteOf(values)]),
        );
      }),
  };
}

/** By the id of the query. */
type Values = Map<string, number>;

const sums = [
  ['requests', 'RequestCount'],
  ['targetErrors', 'HTTPCode_Target_5XX_Count'],
  ['balancerErrors', 'HTTPCode_ELB_5XX_Count'],
  ['unserved', 'HTTPCode_ELB_503_Count'],
] as const;

/** The statistics of `TargetResponseTime` from which a histogram is made, with the share of answers up to it. */
const percentiles = [
  ['p50', 'p50', 0.5],
  ['p90', 'p90', 0.9],
  ['p99', 'p99', 0.99],
  ['longest', 'Maximum', 1],
] as const;

function queriesFor(loadBalancer: string, thresholdMs: number): MetricDataQuery[] {
  const query = (id: string, MetricName: string, Stat: string): MetricDataQuery => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName,
        Dimensions: [{ Name: 'LoadBalancer', Value: loadBalancer }],
      },
      Period: periodSeconds,
      Stat,
    },
  });
  return [
    ...sums.map(([id, name]) => query(id, name, 'Sum')),
    query('answered', 'TargetResponseTime', 'SampleCount'),
    // The percentile rank: how many per cent of the answers took no longer (CloudWatch statistics definitions).
    query('fast', 'TargetResponseTime', `PR(:${thresholdMs / 1_000})`),
    ...percentiles.map(([id, stat]) => query(id, 'TargetResponseTime', stat)),
  ];
}

function collect(
  { Id = '', StatusCode, Timestamps = [], Values: values = [], Messages = [] }: MetricDataResult,
  loadBalancer: string,
  into: Map<number, Values>,
): void {
  if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
    const why = Messages.map(({ Value }) => Value).join(' ');
    throw new AwsError(
      'partial-failure',
      `reading metrics of the load balancer ${loadBalancer}: ${Id} came back as ${StatusCode}${why === '' ? '' : ` (${why})`}`,
    );
  }
  for (const [index, at] of Timestamps.entries()) {
    const value = values[index];
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const minute = into.get(at.getTime()) ?? new Map<string, number>();
    into.set(at.getTime(), minute.set(Id, value));
  }
}

function minuteOf(values: Values): CountedMinute {
  const of = (id: string) => values.get(id) ?? 0;
  const count = (id: string) => Math.max(0, Math.round(of(id)));
  const counts = Object.fromEntries(sums.map(([id]) => [id, count(id)]));
  return {
    ...idleMinute,
    ...counts,
    answered: count('answered'),
    fastShare: Math.min(1, Math.max(0, of('fast') / 100)),
    percentiles: percentiles.flatMap(([id, , share]) => {
      const seconds = values.get(id);
      return seconds === undefined ? [] : [[share, seconds * 1_000] as const];
    }),
  };
}
