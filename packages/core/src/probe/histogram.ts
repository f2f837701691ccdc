/**
 * A mergeable latency histogram: logarithmic buckets with a bounded relative error (DDSketch, Masson et al., VLDB
 * 2019).
 */

/** Sparse `[bucket, count]` pairs in ascending order of bucket; counts are positive integers. */
export type Histogram = { readonly buckets: readonly (readonly [bucket: number, count: number])[] };

/** A quantile between `histogramRange.minMs` and `.maxMs` is off by at most this share of its true value. */
export const relativeError = 0.01;

/** Latencies outside are clamped: 0 ms reads as 0.1 ms, 90 s as 60 s. */
export const histogramRange = { minMs: 0.1, maxMs: 60_000 } as const;

// Bucket i holds (γ^(i−1), γ^i]; its midpoint 2γ^i/(γ+1) is within relativeError of all of it.
const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);

export const emptyHistogram: Histogram = { buckets: [] };

/** Collects latencies and whole histograms; `build` may be called at any time, and again. */
export type HistogramBuilder = {
  /** Milliseconds. Throws a RangeError for NaN, which is a bug in the caller and not a latency. */
  readonly add: (valueMs: number) => void;
  readonly merge: (histogram: Histogram) => void;
  readonly build: () => Histogram;
};

export function histogramBuilder(): HistogramBuilder {
  // Buckets in the range are added up in place, because a month has a million of them; only a merge may bring others.
  const [low, high] = [bucketOf(histogramRange.minMs), bucketOf(histogramRange.maxMs)];
  const inside = new DataView(new ArrayBuffer((high - low + 1) * 8));
  const outside = new Map<number, number>();
  const increase = (bucket: number, count: number): void => {
    if (bucket < low || bucket > high) {
      outside.set(bucket, (outside.get(bucket) ?? 0) + count);
      return;
    }
    const at = (bucket - low) * 8;
    inside.setFloat64(at, inside.getFloat64(at) + count);
  };
  return {
    add: (valueMs) => increase(bucketOf(valueMs), 1),
    merge: ({ buckets }) => {
      for (const pair of buckets) increase(pair[0], pair[1]);
    },
    build: () => {
      const buckets = [...outside];
      for (let bucket = low; bucket <= high; bucket += 1) {
        const count = inside.getFloat64((bucket - low) * 8);
        if (count > 0) buckets.push([bucket, count]);
      }
      return { buckets: buckets.sort(([a], [b]) => a - b) };
    },
  };
}

/** Associative and commutative, with `emptyHistogram` as its neutral element. */
export function mergeHistograms(a: Histogram, b: Histogram): Histogram {
  const builder = histogramBuilder();
  builder.merge(a);
  builder.merge(b);
  return builder.build();
}

export function countOf(histogram: Histogram): number {
  return histogram.buckets.reduce((sum, [, count]) => sum + count, 0);
}

/**
 * The nearest-rank quantile in milliseconds: the smallest latency that at least `q` of all latencies do not exceed.
 * `null` without a sample. Throws a RangeError unless 0 ≤ q ≤ 1.
 */
export function quantile(histogram: Histogram, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile is from 0 to 1, not ${q}`);
  const rank = nearestRank(countOf(histogram), q);
  let seen = 0;
  for (const [bucket, count] of histogram.buckets) {
    seen += count;
    if (seen >= rank) return midpointMs(bucket);
  }
  return null;
}

/** The rank, from 1, of the nearest-rank quantile `q` among `count` sorted samples. */
export function nearestRank(count: number, q: number): number {
  // 0.07 × 100 is 7.000000000000001 in binary: without the slack its rank would be 8.
  return Math.max(1, Math.ceil(q * count - 1e-9));
}

/** What a latency in this bucket reads as, in milliseconds: within `relativeError` of all that the bucket holds. */
export function midpointMs(bucket: number): number {
  return (2 * gamma ** bucket) / (gamma + 1);
}

/** The bucket that counts a latency; latencies outside the range are clamped to it. Throws a RangeError for NaN. */
export function bucketOf(valueMs: number): number {
  if (Number.isNaN(valueMs)) throw new RangeError('a latency is a number of milliseconds, not NaN');
  const clampedMs = Math.min(Math.max(valueMs, histogramRange.minMs), histogramRange.maxMs);
  return Math.ceil(Math.log(clampedMs) / logGamma);
}
