/** A mergeable latency histogram: logarithmic buckets with a bounded relative error (DDSketch, Masson et al., VLDB 2019). */

/** Sparse `[bucket, count]` pairs in ascending order of bucket; counts are positive integers. */
export type Histogram = { readonly buckets: readonly (readonly [bucket: number, count: number])[] };
