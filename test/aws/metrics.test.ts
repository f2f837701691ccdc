import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { batches, cloudWatchMetrics } from '@garbageday/aws/metrics.ts';
import { dataOfSlice } from '@garbageday/aws/slice-metrics.ts';
import { countOf, quantile } from '@garbageday/core/probe/histogram.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleSlice } from '../contract/sample-slice.ts';
import { minuteOfProbes } from '../fakes/minute-of-probes.ts';
import { awsAnswers, json } from './fixtures/aws-answers.ts';

const point = { name: 'Kills', unit: 'count', dimensions: {}, atMs: 0 } as const;

describe('a slice in metrics', () => {
  it('keeps every latency, within the error of its histogram', () => {
    const slice = minuteOfProbes('seed', () => false);
    const [latency] = dataOfSlice(slice).filter(({ MetricName }) => MetricName === 'Latency');
    expect(latency?.Counts?.reduce((sum, count) => sum + count, 0)).toBe(countOf(slice.histogram));
    expect(Math.max(...(latency?.Values ?? []))).toBe(quantile(slice.histogram, 1));
  });

  it('never has more than 150 values in one datum, and loses none', () => {
    const buckets = Array.from({ length: 301 }, (_, bucket) => [bucket, 2] as const);
    const latency = dataOfSlice(sampleSlice({ histogram: { buckets }, steps: [] })).filter(
      ({ MetricName }) => MetricName === 'Latency',
    );
    expect(latency.map(({ Values, Counts }) => [Values?.length, Counts?.length])).toEqual([
      [150, 150],
      [150, 150],
      [1, 1],
    ]);
  });

  it('has no latency where nothing was answered', () => {
    const names = dataOfSlice(sampleSlice({ histogram: { buckets: [] }, steps: [] })).map(
      ({ MetricName }) => MetricName,
    );
    expect(names).toEqual(['Total', 'Good', 'GoodInTime', 'Heartbeat', 'Lag']);
  });
});

describe('requests of metrics', () => {
  it('hold at most 1,000 metrics and 900 kB, everything once and in order', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 2_500 });
    fc.assert(
      fc.property(sizes, (values) => {
        const data = values.map((size, index) => ({
          MetricName: `m${index}`,
          Values: Array.from({ length: size }, () => 123_456.789_012_345),
        }));
        const made = [...batches(data)];
        expect(made.flat()).toEqual(data);
        for (const batch of made) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(1_000);
          expect(batch.reduce((sum, datum) => sum + JSON.stringify(datum).length, 0)).toBeLessThanOrEqual(
            900_000,
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('are not sent with a value of %d', async (value) => {
    const { settings, asked } = await awsAnswers(json(200, {}));
    const metrics = cloudWatchMetrics({ cloudWatch: new CloudWatchClient(settings), namespace: 'x' });
    await expect(metrics.publish([{ ...point, value }])).rejects.toThrow(`the metric Kills is ${value}`);
    expect(asked).toEqual([]);
  });
});
