/** Before and now, one row for each quantile, and for the fraction of bad answers. */
import type { Comparison } from '@garbageday/core/report/compare-probes.ts';
import { formatMs, formatPlural, formatRatio } from '../format.ts';

export type ComparisonRow = {
  /** `p99`, `bad`. */
  readonly name: string;
  /** `5.2 ms → 52 ms, 10.00×`; `0% → 1.20%`. */
  readonly change: string;
  /** `9.80–10.20×`; `+1.00 to +1.40 points`. */
  readonly interval: string;
};

export const comparisonIntervals = 'Intervals of 95% for all four together, from a block bootstrap.';

export const tooLittle = `Too little was measured to tell: at least ${formatPlural(8, 'second')} on either side.`;

export function comparisonRows({ quantiles, bad }: Comparison): readonly ComparisonRow[] {
  const { before, now, interval } = bad;
  return [
    ...quantiles.map(({ q, beforeMs, nowMs, ratio, interval: { low, high } }) => ({
      name: `p${q * 100}`,
      change: `${formatMs(beforeMs)} → ${formatMs(nowMs)}, ${ratio.toFixed(2)}×`,
      interval: `${low.toFixed(2)}–${high.toFixed(2)}×`,
    })),
    {
      name: 'bad',
      change: `${formatRatio(before)} → ${formatRatio(now)}`,
      interval: `${points(interval.low)} to ${points(interval.high)} points`,
    },
  ];
}

function points(difference: number): string {
  const text = (Math.abs(difference) * 100).toFixed(2);
  return `${difference < 0 ? '\u2212' : '+'}${text}`;
}
