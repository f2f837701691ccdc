/** The timeline of a run or a period, for charts: one point per slice interval, or wider if there would be too many. */

import type { Interval } from '../ports.ts';
import { type Histogram, histogramBuilder, quantile } from '../probe/histogram.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { badOf, remaining } from '../slo/error-budget.ts';
import { hourMs, minuteMs, secondMs } from '../time/durations.ts';
import type { TimelinePoint } from './report.ts';

/** No chart can show more points than this: one a second for ten minutes. */
export const maxTimelinePoints = 600;

export type TimelineBudget = {
  readonly objective: number;
  /** N: the events that the budget is a share of. */
  readonly events: number;
};

export type TimelineBuilder = {
  /** Adds a slice of the interval, in any order, and how many of its events the budget paid for. */
  readonly add: (slice: LedgerSlice, spent: number) => void;
  /** `spentBefore`: the events the budget had already paid for when the interval began. */
  readonly build: (budget: TimelineBudget | null, spentBefore: number) => readonly TimelinePoint[];
  /** Every latency of the interval. */
  readonly histogram: () => Histogram;
};

/**
 * Points of equal width, ascending, with none left out: where nothing was sent, the latencies are null. `bad` counts
 * wrong answers; the budget decreases by the events it paid for. Keeps sums and one histogram per point, but no slices.
 * Slices outside the interval are ignored.
 */
export function timelineBuilder({ fromMs, toMs }: Interval, stepMs: number): TimelineBuilder {
  const sums = Array.from({ length: Math.max(0, Math.ceil((toMs - fromMs) / stepMs)) }, () => ({
    ...{ total: 0, bad: 0, spent: 0 },
    latencies: histogramBuilder(),
  }));
  return {
    add: (slice, spent) => {
      const sum = sums[Math.floor((slice.startMs - fromMs) / stepMs)];
      if (sum === undefined) return;
      sum.total += slice.availability.total;
      sum.bad += badOf(slice.availability);
      sum.spent += spent;
      sum.latencies.merge(slice.histogram);
    },
    build: (budget, spentBefore) => {
      let spent = spentBefore;
      return sums.map((sum, index) => {
        spent += sum.spent;
        const histogram = sum.latencies.build();
        return {
          atMs: fromMs + index * stepMs,
          total: sum.total,
          bad: sum.bad,
          p50: quantile(histogram, 0.5),
          p99: quantile(histogram, 0.99),
          budgetRemaining: budget === null ? 1 : remaining(spent, budget.objective, budget.events),
        };
      });
    },
    histogram: () => {
      const all = histogramBuilder();
      for (const { latencies } of sums) all.merge(latencies.build());
      return all.build();
    },
  };
}

/** Round widths, so that points align with hours and days. */
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 4, 6, 12, 24, 48, 168].map((count) => count * hourMs),
];

const longestStep = 168 * hourMs;

/** The whole points that cover a period: few enough for a chart, each of a round width. */
export function periodPoints(
  { fromMs, toMs }: Interval,
  most = maxTimelinePoints,
): {
  readonly interval: Interval;
  readonly stepMs: number;
} {
  const stepMs = steps.find((step) => (toMs - fromMs) / step <= most - 1) ?? longestStep;
  return { interval: { fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs }, stepMs };
}
