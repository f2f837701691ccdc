/** What is asked of CloudWatch, and how its answers are read: moto knows no percentiles and no percentile rank. */
import {
  CloudWatchClient,
  type GetMetricDataCommandInput,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { albMetrics } from '@garbageday/aws/alb-metrics.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';

const loadBalancer = 'app/shop/50dc6c495c0c9188';
const fromMs = Date.UTC(2026, 10, 27, 12);
const interval = { fromMs, toMs: fromMs + 3 * minuteMs };

type Page = { readonly results: MetricDataResult[]; readonly NextToken?: string };

/** Answers page by page, as CloudWatch does, and keeps what it was asked. */
function answering(pages: readonly Page[], thresholdMs = 300) {
  const asked: GetMetricDataCommandInput[] = [];
  const cloudWatch = new CloudWatchClient({ region: 'eu-west-1' });
  cloudWatch.middlewareStack.add(
    () => async (call) => {
      // The paginator writes the next token into the same object.
      asked.push({ ...(call.input as GetMetricDataCommandInput) });
      const { results = [], NextToken } = pages[asked.length - 1] ?? {};
      return {
        response: {},
        output: {
          $metadata: {},
          MetricDataResults: results,
          ...(NextToken === undefined ? {} : { NextToken }),
        },
      };
    },
    { step: 'initialize' },
  );
  return { asked, ...albMetrics({ cloudWatch, loadBalancer, thresholdMs }) };
}

function result(Id: string, points: readonly (readonly [minute: number, value: number])[]): MetricDataResult {
  return {
    ...{ Id, Label: Id, StatusCode: 'Complete' },
    Timestamps: points.map(([minute]) => new Date(fromMs + minute * minuteMs)),
    Values: points.map(([, value]) => value),
  };
}

describe('what is asked', () => {
  it('is every metric of the load balancer by the minute, with the percentile rank of the threshold', async () => {
    const { asked, minutes } = answering([], 250);
    await minutes(interval);
    const [{ StartTime, EndTime, MetricDataQueries = [] } = {}] = asked;
    expect([StartTime?.getTime(), EndTime?.getTime()]).toEqual([interval.fromMs, interval.toMs]);
    expect(
      MetricDataQueries.map(({ Id, MetricStat: { Metric, Stat } = {} }) => [Id, Metric?.MetricName, Stat]),
    ).toEqual([
      ['requests', 'RequestCount', 'Sum'],
      ['targetErrors', 'HTTPCode_Target_5XX_Count', 'Sum'],
      ['balancerErrors', 'HTTPCode_ELB_5XX_Count', 'Sum'],
      ['unserved', 'HTTPCode_ELB_503_Count', 'Sum'],
      ['answered', 'TargetResponseTime', 'SampleCount'],
      ['fast', 'TargetResponseTime', 'PR(:0.25)'],
      ['p50', 'TargetResponseTime', 'p50'],
      ['p90', 'TargetResponseTime', 'p90'],
      ['p99', 'TargetResponseTime', 'p99'],
      ['longest', 'TargetResponseTime', 'Maximum'],
    ]);
    for (const { MetricStat: { Metric, Period } = {} } of MetricDataQueries) {
      expect(Period).toBe(60);
      expect(Metric).toMatchObject({
        Namespace: 'AWS/ApplicationELB',
        Dimensions: [{ Name: 'LoadBalancer', Value: loadBalancer }],
      });
    }
  });

  it('keeps within the limits of a call: a day of it is a seventh of the points that one answer holds', async () => {
    const { asked, minutes } = answering([]);
    await minutes(interval);
    const queries = asked[0]?.MetricDataQueries?.length ?? 0;
    expect(queries).toBeLessThanOrEqual(500);
    expect(queries * 24 * 60).toBeLessThanOrEqual(100_800 / 7);
  });
});

describe('an answer', () => {
  it('is what was counted in each minute; a metric that is not there is 0', async () => {
    const { minutes } = answering([
      {
        results: [
          result('requests', [
            [0, 1_200],
            [2, 3],
          ]),
          result('targetErrors', [[0, 7]]),
          result('answered', [
            [0, 1_199],
            [2, 3],
          ]),
          result('fast', [
            [0, 97.581_317],
            [2, 100],
          ]),
          result('p50', [[0, 0.021]]),
          result('longest', [[0, 2.5]]),
        ],
      },
    ]);
    const counted = await minutes(interval);
    expect([...counted.keys()]).toEqual([fromMs, fromMs + 2 * minuteMs]);
    expect(counted.get(fromMs)).toEqual({
      ...{ requests: 1_200, targetErrors: 7, balancerErrors: 0, unserved: 0, answered: 1_199 },
      fastShare: expect.closeTo(0.975_813, 6),
      percentiles: [
        [0.5, 21],
        [1, 2_500],
      ],
    });
  });

  it('may come in pages, a metric on several of them', async () => {
    const { asked, minutes } = answering([
      { results: [{ ...result('requests', [[0, 5]]), StatusCode: 'PartialData' }], NextToken: 'more' },
      { results: [result('requests', [[1, 6]]), result('targetErrors', [[0, 1]])] },
    ]);
    const counted = await minutes(interval);
    expect(asked.map(({ NextToken }) => NextToken)).toEqual([undefined, 'more']);
    expect(
      [...counted].map(([at, { requests, targetErrors }]) => [at - fromMs, requests, targetErrors]),
    ).toEqual([
      [0, 5, 1],
      [minuteMs, 6, 0],
    ]);
  });

  it('of an outage has no RequestCount, and is not silence', async () => {
    const { minutes } = answering([
      { results: [result('balancerErrors', [[1, 40]]), result('unserved', [[1, 40]])] },
    ]);
    expect((await minutes(interval)).get(fromMs + minuteMs)).toMatchObject({ requests: 0, unserved: 40 });
  });

  it('that failed is an error, and not a quiet minute', async () => {
    const { minutes } = answering([
      {
        results: [
          {
            ...{ Id: 'fast', StatusCode: 'InternalError', Timestamps: [], Values: [] },
            Messages: [{ Code: 'InternalError', Value: 'try again' }],
          },
        ],
      },
    ]);
    await expect(minutes(interval)).rejects.toThrow(
      'reading metrics of the load balancer app/shop/50dc6c495c0c9188: fast came back as InternalError (try again)',
    );
  });
});
