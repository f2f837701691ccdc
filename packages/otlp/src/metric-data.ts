/** The families that `/metrics` shows, as the OpenTelemetry SDK has metrics. */
import type { Family, Sample } from '@garbageday/render/openmetrics/exposition.ts';
import { type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type Histogram,
  InstrumentType,
  type MetricData,
} from '@opentelemetry/sdk-metrics';

/** The name of the scope, and of the service that exports. */
export const otlpScope = 'garbageday';

/** What is added up since `startMs`, at `endMs`; epoch milliseconds. */
export type Span = { readonly startMs: number; readonly endMs: number };

export type TemporalityOf = (instrument: InstrumentType) => AggregationTemporality;

export type MetricsSince = (families: readonly Family[], nowMs: number) => MetricData[];

/**
 * Sums as the backend wants them: since `startMs`, or since the last call, of which the first is since `startMs`, too. What was counted in a call
 * whose export failed is then missing; a sum since the start loses nothing.
 */
export function metricsSince(startMs: number, temporalityOf: TemporalityOf): MetricsSince {
  const kinds = {
    counter: temporalityOf(InstrumentType.OBSERVABLE_COUNTER),
    histogram: temporalityOf(InstrumentType.HISTOGRAM),
  };
  const before = new Map<string, Histogram | number>();
  let lastMs = startMs;
  return (families, nowMs) => {
    const spanOf = (temporality: AggregationTemporality): Span => ({
      startMs: temporality === AggregationTemporality.DELTA ? lastMs : startMs,
      endMs: nowMs,
    });
    const metrics = families.flatMap((family): MetricData[] => {
      switch (family.type) {
        case 'gauge':
          return gauges(family, { startMs, endMs: nowMs });
        case 'counter':
          return sums(family, { ...spanOf(kinds.counter), before, temporality: kinds.counter });
        case 'histogram':
          return histograms(family, { ...spanOf(kinds.histogram), before, temporality: kinds.histogram });
        default:
          return family.type satisfies never;
      }
    });
    lastMs = nowMs;
    return metrics;
  };
}

type Summed = Span & {
  readonly before: Map<string, Histogram | number>;
  readonly temporality: AggregationTemporality;
};

function gauges(family: Family, span: Span): MetricData[] {
  const points = family.samples.flatMap(({ labels, value }) =>
    isNumber(value) ? { ...timesOf(span), attributes: labels, value } : [],
  );
  if (points.length === 0) return [];
  const aggregationTemporality = AggregationTemporality.CUMULATIVE;
  const descriptor = descriptorOf(family, ValueType.DOUBLE);
  return [{ descriptor, aggregationTemporality, dataPointType: DataPointType.GAUGE, dataPoints: points }];
}

function sums(family: Family, { before, temporality, ...span }: Summed): MetricData[] {
  const dataPoints = family.samples.flatMap(({ labels, value }) => {
    if (!isNumber(value)) return [];
    const key = keyOf(family, labels);
    const last = before.get(key);
    const since = temporality === AggregationTemporality.DELTA && typeof last === 'number' ? last : 0;
    before.set(key, value);
    return { ...timesOf(span), attributes: labels, value: value - since };
  });
  if (dataPoints.length === 0) return [];
  // Ratios of time slices add up to fractions.
  const isWhole = dataPoints.every(({ value }) => Number.isInteger(value));
  const descriptor = descriptorOf(family, isWhole ? ValueType.INT : ValueType.DOUBLE);
  return [
    {
      ...{ descriptor, aggregationTemporality: temporality },
      ...{ dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints },
    },
  ];
}

function histograms(family: Family, { before, temporality, ...span }: Summed): MetricData[] {
  const dataPoints = seriesOf(family).map(({ labels, histogram }) => {
    const key = keyOf(family, labels);
    const last = before.get(key);
    before.set(key, histogram);
    const isDelta = temporality === AggregationTemporality.DELTA && typeof last === 'object';
    const value = isDelta ? difference(histogram, last) : histogram;
    return { ...timesOf(span), attributes: labels, value };
  });
  if (dataPoints.length === 0) return [];
  return [
    {
      ...{ descriptor: descriptorOf(family, ValueType.DOUBLE), aggregationTemporality: temporality },
      ...{ dataPointType: DataPointType.HISTOGRAM, dataPoints },
    },
  ];
}

type Series = { readonly labels: Sample['labels']; readonly histogram: Histogram };

/** Prometheus has a sample for each bucket, which counts those below it too; OpenTelemetry has one point, whose buckets do not overlap. */
function seriesOf({ samples }: Family): readonly Series[] {
  const bySeries = Map.groupBy(samples, ({ labels: { le: _, ...labels } }) => JSON.stringify(labels));
  return [...bySeries.values()].flatMap((of): readonly Series[] => {
    const buckets = of.filter(({ suffix }) => suffix === '_bucket');
    const [first] = buckets;
    if (first === undefined) return [];
    const { le: _, ...labels } = first.labels;
    const boundaries = buckets.map((bucket) => Number(bucket.labels['le'])).filter(Number.isFinite);
    const counts = buckets.map(
      ({ value }, index) => (value ?? 0) - (index === 0 ? 0 : (buckets[index - 1]?.value ?? 0)),
    );
    const sum = of.find(({ suffix }) => suffix === '_sum')?.value ?? 0;
    const count = counts.reduce((total, each) => total + each, 0);
    return [{ labels, histogram: { buckets: { boundaries, counts }, sum, count } }];
  });
}

function difference(now: Histogram, before: Histogram): Histogram {
  const counts = now.buckets.counts.map((count, index) => count - (before.buckets.counts[index] ?? 0));
  return {
    buckets: { boundaries: now.buckets.boundaries, counts },
    sum: (now.sum ?? 0) - (before.sum ?? 0),
    count: now.count - before.count,
  };
}

/** UCUM, as OpenTelemetry's conventions ask: an exporter for Prometheus makes the same suffix of it that the name has already. */
const units = { seconds: 's', ratio: '1' } as const;

function descriptorOf({ name, help, unit }: Family, valueType: ValueType) {
  return { name, description: help, unit: unit === undefined ? '' : units[unit], valueType };
}

function keyOf({ name }: Family, labels: Sample['labels']): string {
  return `${name}${JSON.stringify(labels)}`;
}

function timesOf({ startMs, endMs }: Span) {
  return { startTime: hrTimeOf(startMs), endTime: hrTimeOf(endMs) };
}

/** `[seconds, nanoseconds]` of epoch milliseconds. */
export function hrTimeOf(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)];
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
