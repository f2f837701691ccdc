/** The course of a run, for charts: one point per slice interval, wider when there would be too many. */
import type { Interval } from '../ports.ts';
import { quantile } from '../probe/histogram.ts';
import { mergeSlices } from '../probe/merge-slices.ts';
import type { Slice } from '../probe/slice.ts';
import { badOf, remaining } from '../slo/error-budget.ts';
import type { TimelinePoint } from './report.ts';

/** More points than this no chart can show; ten minutes in seconds. */
export const maxTimelinePoints = 600;

export type TimelineBudget = {
  readonly sli: 'availability' | 'latency';
  readonly objective: number;
  readonly eventsPerWindow: number;
};

/**
 * Points from the first to the last whole interval of the run, ascending, with none left out: where nobody asked, the
 * latencies are null. `bad` counts wrong answers; the budget runs down by the objective's own SLI.
 */
export function timelineOf(
  slices: readonly Slice[],
  run: Interval,
  { widthMs, budget }: { readonly widthMs: number; readonly budget: TimelineBudget | null },
): readonly TimelinePoint[] {
  const first = Math.floor(run.fromMs / widthMs) * widthMs;
  const intervals = Math.max(0, Math.ceil((run.toMs - first) / widthMs));
  const stepMs = widthMs * Math.max(1, Math.ceil(intervals / maxTimelinePoints));
  const byPoint = groupedBy(slices, (slice) => Math.floor((slice.startMs - first) / stepMs));
  let spent = 0;
  return Array.from({ length: Math.ceil((run.toMs - first) / stepMs) }, (_, index) => {
    const merged = mergeSlices(byPoint.get(index) ?? []);
    spent += budget === null ? 0 : badOf(merged[budget.sli]);
    return {
      atMs: first + index * stepMs,
      total: merged.availability.total,
      bad: badOf(merged.availability),
      p50: quantile(merged.histogram, 0.5),
      p99: quantile(merged.histogram, 0.99),
      budgetRemaining: budget === null ? 1 : remaining(spent, budget.objective, budget.eventsPerWindow),
    };
  });
}

function groupedBy(
  slices: readonly Slice[],
  pointOf: (slice: Slice) => number,
): ReadonlyMap<number, Slice[]> {
  const groups = new Map<number, Slice[]>();
  for (const slice of slices) {
    const group = groups.get(pointOf(slice)) ?? [];
    group.push(slice);
    groups.set(pointOf(slice), group);
  }
  return groups;
}
