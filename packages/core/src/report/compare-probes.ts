/**
 * Is a service slower than it was? Two probes are compared by the ratio of their latency quantiles and by the
 * difference of their fractions of bad answers, each with an interval from a block bootstrap.
 *
 * Answers of one moment resemble each other (a stall hits all of them), so single answers must not be drawn: the
 * intervals would be far too narrow. Each run is cut into blocks of equal length, and whole blocks are drawn with
 * replacement (E. Carlstein, "The use of subseries values for estimating the variance of a general statistic from a
 * stationary sequence", Annals of Statistics 14, 1986; percentile intervals: B. Efron and R. Tibshirani, "An
 * Introduction to the Bootstrap", 1993, ch. 13). Four things are compared, so each interval is of 98.75%, and all hold
 * together with at least 95% (Bonferroni). Ratios as the measure of an effect: T. Kalibera and R. Jones, "Rigorous
 * benchmarking in reasonable time", ISMM 2013.
 */

import { at, invariant } from '../errors.ts';
import type { Random } from '../ports.ts';
import { type Histogram, midpointMs, nearestRank, relativeError } from '../probe/histogram.ts';
import { mergeSlices } from '../probe/merge-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import type { ConfidenceInterval } from '../statistics/confidence-interval.ts';
import { seededRandom } from '../time/random.ts';

/** Consecutive seconds as one: the unit that is drawn. */
export type Block = { readonly good: number; readonly total: number; readonly histogram: Histogram };

/** Good: correct, and within the latency threshold. */
export type Comparison = {
  readonly quantiles: readonly {
    readonly q: number;
    readonly beforeMs: number;
    readonly nowMs: number;
    /** now ÷ before. */
    readonly ratio: number;
    readonly interval: ConfidenceInterval;
  }[];
  /** Now − before, as fractions of all answers. */
  readonly bad: {
    readonly before: number;
    readonly now: number;
    readonly difference: number;
    readonly interval: ConfidenceInterval;
  };
  readonly verdict: 'slower' | 'faster' | 'no-difference';
};

export const comparedQuantiles = [0.5, 0.9, 0.99] as const;

/** With fewer, an interval says nothing. */
export const leastBlocks = 8;
const mostBlocks = 60;
const draws = 2_000;
const confidence = 1 - 0.05 / (comparedQuantiles.length + 1);

/** A bucket is off by at most `relativeError` on either side, so a smaller ratio is not a difference. */
const noRatio = (1 + relativeError) / (1 - relativeError);

/** Consecutive slices as at most 60 blocks. The slices are those of one probe, without void ones, in any order. */
export function blocksOf(slices: readonly LedgerSlice[]): readonly Block[] {
  const sorted = slices.filter(({ latency }) => latency.total > 0).toSorted((a, b) => a.startMs - b.startMs);
  const size = Math.ceil(sorted.length / mostBlocks);
  return Array.from({ length: size === 0 ? 0 : Math.ceil(sorted.length / size) }, (_, index) => {
    const { latency, histogram } = mergeSlices(sorted.slice(index * size, (index + 1) * size));
    return { ...latency, histogram };
  });
}

/** `null`: too little was measured. The fixed seed makes the result repeatable. */
export function compareProbes(before: readonly Block[], now: readonly Block[]): Comparison | null {
  if (before.length < leastBlocks || now.length < leastBlocks) return null;
  const random = seededRandom('compare');
  const [was, is] = [measures(before), measures(now)];
  const drawn = Array.from(
    { length: draws },
    () => [measures(drawFrom(before, random)), measures(drawFrom(now, random))] as const,
  );
  const quantiles = comparedQuantiles.map((q, index) => {
    const ratioOf = (a: Measures, b: Measures) => at(b.quantiles, index) / at(a.quantiles, index);
    return {
      ...{ q, beforeMs: at(was.quantiles, index), nowMs: at(is.quantiles, index), ratio: ratioOf(was, is) },
      interval: intervalOf(drawn.map(([a, b]) => ratioOf(a, b))),
    };
  });
  const bad = {
    ...{ before: was.bad, now: is.bad, difference: is.bad - was.bad },
    interval: intervalOf(drawn.map(([a, b]) => b.bad - a.bad)),
  };
  return { quantiles, bad, verdict: verdictOf(quantiles, bad) };
}

/** Slower in any one measure is slower. */
function verdictOf(quantiles: Comparison['quantiles'], bad: Comparison['bad']): Comparison['verdict'] {
  const isSlower = quantiles.some(({ interval }) => interval.low > noRatio) || bad.interval.low > 0;
  if (isSlower) return 'slower';
  const isFaster = quantiles.some(({ interval }) => interval.high < 1 / noRatio) || bad.interval.high < 0;
  return isFaster ? 'faster' : 'no-difference';
}

type Measures = { readonly quantiles: readonly number[]; readonly bad: number };

function drawFrom(blocks: readonly Block[], random: Random): readonly Block[] {
  return blocks.map(() => at(blocks, random.below(blocks.length)));
}

/** The measures of all blocks together; a draw's histogram is summed in place, because there are thousands of draws. */
function measures(blocks: readonly Block[]): Measures {
  const counts = new Map<number, number>();
  let [good, total] = [0, 0];
  for (const block of blocks) {
    good += block.good;
    total += block.total;
    for (const [bucket, count] of block.histogram.buckets)
      counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  }
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return {
    quantiles: comparedQuantiles.map((q) => quantileOf(sorted, nearestRank(total, q))),
    bad: 1 - good / total,
  };
}

function quantileOf(sorted: readonly (readonly [bucket: number, count: number])[], rank: number): number {
  let seen = 0;
  const found = sorted.find(([, count]) => {
    seen += count;
    return seen >= rank;
  });
  invariant(found !== undefined, 'a block has fewer latencies than answers');
  return midpointMs(found[0]);
}

function intervalOf(values: readonly number[]): ConfidenceInterval {
  const sorted = values.toSorted((a, b) => a - b);
  const tail = (1 - confidence) / 2;
  return {
    low: at(sorted, nearestRank(sorted.length, tail) - 1),
    high: at(sorted, nearestRank(sorted.length, 1 - tail) - 1),
  };
}
