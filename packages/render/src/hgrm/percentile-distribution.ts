/**
 * A histogram in the text format of HdrHistogram's `outputPercentileDistribution`, which its plotter and other tools
 * read (https://hdrhistogram.github.io/HdrHistogram/plotFiles.html). Values are milliseconds.
 */
import { type Histogram, midpointMs } from '@garbageday/core/probe/histogram.ts';

/**
 * The width of buckets follows from `relativeError`, so there is a line for each bucket rather than each quantile step.
 */
export function percentileDistribution({ buckets }: Histogram): string {
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  const values = buckets.map(([bucket, count]) => ({ ms: midpointMs(bucket), count }));
  let seen = 0;
  const lines = values.map(({ ms, count }) => {
    seen += count;
    return line(ms, seen, total);
  });
  return [
    `${'Value'.padStart(12)} ${'Percentile'.padStart(14)} ${'TotalCount'.padStart(10)} 1/(1-Percentile)`,
    '',
    ...lines,
    ...summary(values, total, buckets.length),
    '',
  ].join('\n');
}

function line(ms: number, seen: number, total: number): string {
  const share = seen / total;
  const text = `${ms.toFixed(3).padStart(12)} ${share.toFixed(12)} ${String(seen).padStart(10)}`;
  return seen === total ? text : `${text} ${(1 / (1 - share)).toFixed(2).padStart(14)}`;
}

type Value = { readonly ms: number; readonly count: number };

function summary(values: readonly Value[], total: number, buckets: number): readonly string[] {
  const mean = total === 0 ? 0 : values.reduce((sum, { ms, count }) => sum + ms * count, 0) / total;
  const squares = values.reduce((sum, { ms, count }) => sum + (ms - mean) ** 2 * count, 0);
  const deviation = total === 0 ? 0 : Math.sqrt(squares / total);
  const max = values.at(-1)?.ms ?? 0;
  const number = (value: number) => value.toFixed(3).padStart(12);
  return [
    `#[Mean    = ${number(mean)}, StdDeviation   = ${number(deviation)}]`,
    `#[Max     = ${number(max)}, Total count    = ${String(total).padStart(12)}]`,
    `#[Buckets = ${String(buckets).padStart(12)}, SubBuckets     = ${'1'.padStart(12)}]`,
  ];
}
