/** What CloudWatch gets for a slice, with the names of the contract. */
import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { type Histogram, midpointMs } from '@garbageday/core/probe/histogram.ts';
import type { Slice, StepSlice } from '@garbageday/core/probe/slice.ts';
import type { Counts } from '@garbageday/core/statistics/counts.ts';
import { type JourneyMetricName, journeyDimensions, stepDimensions } from './contract/metric-names.ts';

/** Unique values in one datum (API Reference, MetricDatum). */
const maxValues = 150;

type Place = { readonly Timestamp: Date; readonly Dimensions: { Name: string; Value: string }[] };

/**
 * The journey's counts, latencies and lag, and those of each step under the dimension `Step`. Timestamped with the
 * slice's start; latencies as a distribution, off by at most the histogram's relative error.
 */
export function dataOfSlice(slice: Slice): readonly MetricDatum[] {
  const { service, journey, availability, latency, histogram, lagP99Ms, steps } = slice;
  const place = placeOf(slice.startMs, journeyDimensions({ service, journey }));
  return [
    ...countData(place, availability),
    count(place, 'GoodInTime', latency.good),
    count(place, 'Heartbeat', 1),
    ...latencyData(place, histogram),
    { ...place, MetricName: 'Lag' satisfies JourneyMetricName, Value: lagP99Ms, Unit: 'Milliseconds' },
    ...steps.flatMap((step) => stepData(slice, step)),
  ];
}

function stepData({ startMs, service, journey }: Slice, step: StepSlice): readonly MetricDatum[] {
  const place = placeOf(startMs, stepDimensions({ service, journey }, step.step));
  return [...countData(place, step.counts), ...latencyData(place, step.histogram)];
}

function placeOf(atMs: number, dimensions: Readonly<Record<string, string>>): Place {
  return {
    Timestamp: new Date(atMs),
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}

function countData(place: Place, { good, total }: Counts): readonly MetricDatum[] {
  return [count(place, 'Total', total), count(place, 'Good', good)];
}

function count(place: Place, MetricName: JourneyMetricName, Value: number): MetricDatum {
  return { ...place, MetricName, Value, Unit: 'Count' };
}

function latencyData(place: Place, { buckets }: Histogram): readonly MetricDatum[] {
  const chunks = Math.ceil(buckets.length / maxValues);
  return Array.from({ length: chunks }, (_, index) => {
    const chunk = buckets.slice(index * maxValues, (index + 1) * maxValues);
    return {
      ...place,
      MetricName: 'Latency' satisfies JourneyMetricName,
      Values: chunk.map(([bucket]) => midpointMs(bucket)),
      Counts: chunk.map(([, times]) => times),
      Unit: 'Milliseconds',
    };
  });
}
