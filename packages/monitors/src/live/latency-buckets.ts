/** A histogram with hundreds of narrow buckets, reduced to the few that a monitor keeps. */
import { type Histogram, midpointMs } from '@garbageday/core/probe/histogram.ts';

const usualBoundsMs = [...[1, 2.5, 5, 10, 25, 50, 100, 250, 500], ...[1_000, 2_500, 5_000, 10_000, 30_000]];

/** Ascending, in milliseconds, the thresholds among them, so that the share of fast answers can be read off. */
export function bucketBoundsMs(thresholdsMs: readonly number[]): readonly number[] {
  return [...new Set([...usualBoundsMs, ...thresholdsMs])].toSorted((a, b) => a - b);
}

/** `counts[i]`: latencies up to the bound `i` and above the one before it; the last: above all bounds. */
export type Bucketed = { readonly counts: readonly number[]; readonly sumMs: number };

export function emptyBuckets(boundsMs: readonly number[]): Bucketed {
  return { counts: Array.from({ length: boundsMs.length + 1 }, () => 0), sumMs: 0 };
}

/** A latency counts where its bucket's midpoint does: it may be off by the histogram's relative error. */
export function addHistogram(
  { counts, sumMs }: Bucketed,
  { buckets }: Histogram,
  boundsMs: readonly number[],
): Bucketed {
  const added = [...counts];
  let sum = sumMs;
  for (const [bucket, count] of buckets) {
    const valueMs = midpointMs(bucket);
    const index = bucketIndex(valueMs, boundsMs);
    added[index] = (added[index] ?? 0) + count;
    sum += valueMs * count;
  }
  return { counts: added, sumMs: sum };
}

/** Of the first bound that is not below the value; the number of bounds if all are. */
export function bucketIndex(valueMs: number, boundsMs: readonly number[]): number {
  const index = boundsMs.findIndex((bound) => valueMs <= bound);
  return index === -1 ? boundsMs.length : index;
}
