import { type MetricsSince, metricsSince } from '@garbageday/otlp/metric-data.ts';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import { ValueType } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const labels = { service: 'shop', journey: 'users' };
const { CUMULATIVE, DELTA } = AggregationTemporality;

const cumulative = () => metricsSince(1_000, () => CUMULATIVE);
const delta = () => metricsSince(1_000, () => DELTA);

function counter(value: number | null): Family {
  return { name: 'garbageday_requests', type: 'counter', help: 'Sent.', samples: [{ labels, value }] };
}

/** `below`: how many were as fast as each bound, and all of them last. */
function histogram(below: readonly number[], sum: number): Family {
  const bounds = ['0.1', '1.0', '+Inf'];
  return {
    ...{ name: 'garbageday_request_duration_seconds', type: 'histogram', unit: 'seconds', help: 'How long.' },
    samples: [
      ...below.map((value, index) => ({
        ...{ labels: { ...labels, le: bounds[index] ?? '' }, suffix: '_bucket' as const, value },
      })),
      { labels, suffix: '_sum', value: sum },
      { labels, suffix: '_count', value: below.at(-1) ?? 0 },
    ],
  };
}

function pointsOf(metrics: ReturnType<MetricsSince>) {
  return metrics.flatMap(({ dataPoints }): readonly { readonly value: unknown }[] => dataPoints);
}

describe('families as metrics of OpenTelemetry', () => {
  it('a counter is a sum since the start, without the suffix that Prometheus appends', () => {
    expect(cumulative()([counter(7)], 2_500)).toEqual([
      {
        descriptor: { name: 'garbageday_requests', description: 'Sent.', unit: '', valueType: ValueType.INT },
        aggregationTemporality: CUMULATIVE,
        dataPointType: DataPointType.SUM,
        isMonotonic: true,
        dataPoints: [{ attributes: labels, value: 7, startTime: [1, 0], endTime: [2, 500_000_000] }],
      },
    ]);
  });

  it('a counter of ratios is a sum of floating-point numbers, as an integer would lose its fraction', () => {
    expect(cumulative()([counter(0.05)], 2_000)).toMatchObject([
      { descriptor: { valueType: ValueType.DOUBLE }, dataPoints: [{ value: 0.05 }] },
    ]);
  });

  it('a histogram has one point, whose buckets do not overlap', () => {
    const [metric] = cumulative()([histogram([2, 5, 6], 4.5)], 2_000);
    expect(metric).toMatchObject({ dataPointType: DataPointType.HISTOGRAM, descriptor: { unit: 's' } });
    expect(metric?.dataPoints).toMatchObject([
      {
        attributes: labels,
        value: { buckets: { boundaries: [0.1, 1], counts: [2, 3, 1] }, sum: 4.5, count: 6 },
      },
    ]);
  });

  it('a gauge without a value has no point, and a family without points is left out', () => {
    const gauge = (value: number | null): Family => ({
      ...{ name: 'garbageday_slo_budget_remaining_ratio', type: 'gauge', unit: 'ratio', help: 'Left.' },
      samples: [{ labels, value }],
    });
    expect(cumulative()([gauge(null), gauge(Number.NaN), counter(null)], 2_000)).toEqual([]);
    expect(cumulative()([gauge(0.5)], 2_000)).toMatchObject([
      { dataPointType: DataPointType.GAUGE, descriptor: { unit: '1' }, dataPoints: [{ value: 0.5 }] },
    ]);
  });

  it('with delta temporality each export has what came since the last one', () => {
    const since = delta();
    expect(pointsOf(since([counter(7)], 2_000))).toMatchObject([
      { value: 7, startTime: [1, 0], endTime: [2, 0] },
    ]);
    expect(pointsOf(since([counter(9)], 4_000))).toMatchObject([
      { value: 2, startTime: [2, 0], endTime: [4, 0] },
    ]);
  });

  it('deltas add up to the sum since the start', () => {
    const step = fc.record({
      requests: fc.nat(1_000),
      fast: fc.nat(1_000),
      slow: fc.nat(1_000),
      lost: fc.nat(1_000),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const since = delta();
        const exported = { requests: 0, counts: [0, 0, 0], count: 0 };
        const sums = { requests: 0, below: [0, 0, 0] };
        for (const [index, { requests, fast, slow, lost }] of steps.entries()) {
          sums.requests += requests;
          sums.below = [fast, fast + slow, fast + slow + lost].map(
            (more, at) => (sums.below[at] ?? 0) + more,
          );
          const families = [counter(sums.requests), histogram(sums.below, index)];
          const [sum, spread] = pointsOf(since(families, 2_000 + index));
          exported.requests += Number(sum?.value);
          const value = spread?.value as { buckets: { counts: number[] }; count: number };
          exported.counts = exported.counts.map((count, at) => count + (value.buckets.counts[at] ?? 0));
          exported.count += value.count;
        }
        const [fast = 0, slower = 0, all = 0] = sums.below;
        expect(exported).toEqual({
          requests: sums.requests,
          ...{ counts: [fast, slower - fast, all - slower], count: all },
        });
      }),
      { numRuns: 50 },
    );
  });
});
