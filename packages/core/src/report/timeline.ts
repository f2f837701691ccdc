/** The course of a run or a period, for charts: one point per slice interval, wider when there would be too many. */
import type { Interval } from '../ports.ts';
import { type Histogram, histogramBuilder, quantile } from '../probe/histogram.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { badOf, remaining } from '../slo/error-budget.ts';
import type { TimelinePoint } from './report.ts';

/** More points than this no chart can show; ten minutes in seconds. */
export const maxTimelinePoints = 600;

export type TimelineBudget = {
  readonly objective: number;
  /** N: what the budget is a share of. */
  readonly events: number;
};

export type TimelineBuilder = {
  /** A slice of the interval, in any order, and how many of its events the budget paid for. */
  readonly add: (slice: LedgerSlice, spent: number) => void;
  /** `spentBefore`: what the budget had paid for when the interval began. */
  readonly build: (budget: TimelineBudget | null, spentBefore: number) => readonly TimelinePoint[];
  /** Every latency of the interval. */
  readonly histogram: () => Histogram;
};

/**
 * Points of equal width, ascending, with none left out: where nobody asked, the latencies are null. `bad` counts wrong
 * answers; the budget runs down by what it paid for. Keeps sums and one histogram per point; slices are forgotten. Those
 * outside the interval change nothing.
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

const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** Widths that people count in, so that points begin with hours and days. */
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 4, 6, 12, 24, 48, 168].map((count) => count * hour),
];

const longestStep = 168 * hour;

/** The whole points that hold a period: as few as a chart needs, each of a width that people count in. */
export function periodPoints({ fromMs, toMs }: Interval): {
  readonly interval: Interval;
  readonly stepMs: number;
} {
  const most = maxTimelinePoints - 1;
  const stepMs = steps.find((step) => (toMs - fromMs) / step <= most) ?? longestStep;
  return { interval: { fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs }, stepMs };
}
