/** Which bad events did chaos cause? Integer counts, so that the shares add up to the total, always (domain.md §6). */
import type { Interval } from '../ports.ts';
import type { Counts } from '../probe/slice.ts';
import type { Attribution } from '../report/report.ts';
import { badOf, consumed } from './error-budget.ts';
import { excessBad } from './excess-bad.ts';
import type { TimedCounts } from './tally.ts';

/** The impact window of one experiment, and the events of its baseline. */
export type ImpactWindow = Interval & { readonly experimentId: string; readonly baseline: Counts };

export type BudgetOfWindow = { readonly objective: number; readonly eventsPerWindow: number };

/**
 * Attributes the bad events of every slice to the experiments whose impact window it starts in. Experiments that share
 * a slice share its events, the odd ones going to those listed first. Of its share each experiment answers for what its
 * baseline does not explain; the rest is unattributed.
 */
export function attribute(
  slices: readonly TimedCounts[],
  windows: readonly ImpactWindow[],
  budget: BudgetOfWindow,
): Attribution {
  const byExperiment = windows.map((window) => {
    const bad = excessBad(shareOf(slices, windows, window), window.baseline);
    const spent = consumed(bad, budget.objective, budget.eventsPerWindow);
    return { experimentId: window.experimentId, bad, spent };
  });
  const bad = slices.reduce((sum, { counts }) => sum + badOf(counts), 0);
  const chaos = byExperiment.reduce((sum, experiment) => sum + experiment.bad, 0);
  return { bad, byExperiment, chaos, unattributed: bad - chaos };
}

function shareOf(
  slices: readonly TimedCounts[],
  windows: readonly ImpactWindow[],
  window: ImpactWindow,
): Counts {
  return slices
    .filter((slice) => holds(window, slice))
    .reduce(
      (sum, slice) => {
        const sharers = windows.filter((other) => holds(other, slice));
        const share = (count: number): number => nthShare(count, sharers.length, sharers.indexOf(window));
        const bad = share(badOf(slice.counts));
        const good = share(slice.counts.good);
        return { good: sum.good + good, total: sum.total + good + bad };
      },
      { good: 0, total: 0 },
    );
}

/** The `index`-th of `parts` integers that differ by at most one and add up to `count`. */
function nthShare(count: number, parts: number, index: number): number {
  return Math.floor(count / parts) + (index < count % parts ? 1 : 0);
}

const holds = (window: Interval, slice: TimedCounts): boolean =>
  slice.startMs >= window.fromMs && slice.startMs < window.toMs;
