/** Metrics for alarms and the dashboard. Budgets never come from here: the ledger is the source of truth. */
import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricPoint, Metrics } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { calling } from './aws-error.ts';
import { dataOfSlice } from './slice-metrics.ts';

export type MetricsOptions = { readonly cloudWatch: CloudWatchClient; readonly namespace: string };

export type CloudWatchMetrics = Metrics & {
  /** Publishes everything that alarms and dashboard need from one slice (contract/metric-names.ts). */
  readonly publishSlice: (slice: Slice) => Promise<void>;
};

/** PutMetricData takes at most 1,000 metrics and 1 MB (API Reference, PutMetricData). */
const maxMetrics = 1_000;

/** A datum as JSON is longer than on the wire, so this leaves room. */
const maxBytes = 900_000;

const units = { count: 'Count', milliseconds: 'Milliseconds', ratio: 'None' } as const satisfies Record<
  MetricPoint['unit'],
  MetricDatum['Unit']
>;

/** Throws a RangeError for a value that is not a number, for which CloudWatch would refuse the whole request. */
export function cloudWatchMetrics({ cloudWatch, namespace }: MetricsOptions): CloudWatchMetrics {
  const put = (data: readonly MetricDatum[]) =>
    calling(`publishing metrics to ${namespace}`, async () => {
      for (const MetricData of batches(data)) {
        await cloudWatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
      }
    });
  return {
    publish: async (points) => put(points.map(datumOf)),
    publishSlice: async (slice) => put(dataOfSlice(slice)),
  };
}

function datumOf({ name, value, unit, dimensions, atMs }: MetricPoint): MetricDatum {
  if (!Number.isFinite(value)) throw new RangeError(`the metric ${name} is ${value}, which is not a number`);
  return {
    MetricName: name,
    Value: value,
    Unit: units[unit],
    Timestamp: new Date(atMs),
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}

/** As few requests as the limits allow, in order. */
export function* batches(data: readonly MetricDatum[]): Generator<MetricDatum[]> {
  let batch: MetricDatum[] = [];
  let bytes = 0;
  for (const datum of data) {
    const size = JSON.stringify(datum).length;
    if (batch.length === maxMetrics || (batch.length > 0 && bytes + size > maxBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(datum);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
