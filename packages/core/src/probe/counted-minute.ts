/** A minute of users' requests as an Application Load Balancer's metrics count it, as a slice. */
import { bucketOf, type Histogram, histogramBuilder } from './histogram.ts';
import type { Slice } from './slice.ts';
import type { SliceIdentity } from './slice-builder.ts';

/**
 * Sums of one minute (Application Load Balancers, "CloudWatch metrics"). Latencies are those of requests that a target
 * answered, in milliseconds.
 */
export type CountedMinute = {
  /** `RequestCount`: requests for which a target was chosen. */
  readonly requests: number;
  /** `HTTPCode_Target_5XX_Count`. */
  readonly targetErrors: number;
  /** `HTTPCode_ELB_5XX_Count`. */
  readonly balancerErrors: number;
  /** `HTTPCode_ELB_503_Count`, which is part of them: no target was there to be chosen, so `requests` lacks them. */
  readonly unserved: number;
  /** Samples of `TargetResponseTime`. */
  readonly answered: number;
  /** The share of them within the threshold, 0–1 (the percentile rank). */
  readonly fastShare: number;
  /** Nearest-rank percentiles, ascending, each with its latency; the last is the longest. */
  readonly percentiles: readonly (readonly [share: number, valueMs: number])[];
};

/** No request at all: a minute in which no user came is counted, and holds nothing. */
export const idleMinute: CountedMinute = {
  ...{ requests: 0, targetErrors: 0, balancerErrors: 0, unserved: 0, answered: 0, fastShare: 0 },
  percentiles: [],
};

/**
 * Metrics do not say which request was slow and failed: every failed answer of a target is taken for a fast one, so
 * that none counts as good that was not. In which order requests failed is not known either.
 */
export function sliceOfMinute(identity: SliceIdentity, minute: CountedMinute): Slice {
  const bad = minute.targetErrors + minute.balancerErrors;
  // Metrics of one request may fall into two minutes: never more are bad than there were.
  const total = Math.max(minute.requests + minute.unserved, bad);
  const fast = Math.round(minute.fastShare * minute.answered);
  const good = total - bad;
  const run = bad === total ? bad : 0;
  return {
    ...identity,
    availability: { good, total },
    latency: { good: Math.min(good, Math.max(0, fast - minute.targetErrors)), total },
    errors: bad === 0 ? [] : [['status-5xx', bad]],
    retried: 0,
    histogram: histogramOf(minute),
    longestMs: minute.percentiles.at(-1)?.[1] ?? 0,
    badRuns: { leading: run, longest: run, trailing: run },
    lagP99Ms: 0,
    steps: [],
  };
}

/** An upper bound: each answer is as slow as the next percentile that is known. */
function histogramOf({ answered, percentiles }: CountedMinute): Histogram {
  const builder = histogramBuilder();
  let seen = 0;
  for (const [share, valueMs] of percentiles) {
    const upTo = Math.round(share * answered);
    if (upTo > seen) builder.merge({ buckets: [[bucketOf(valueMs), upTo - seen]] });
    seen = Math.max(seen, upTo);
  }
  return builder.build();
}
