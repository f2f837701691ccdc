/** Which bad events did chaos cause? Integer counts, so that the shares always add up to the total (domain.md §6). */

import { at } from '../errors.ts';
import type { Interval } from '../ports.ts';
import type { Counts } from '../statistics/counts.ts';
import { badOf, consumed, excessBad } from './error-budget.ts';
import { intervalIndex } from './interval-index.ts';
import type { TimedCounts } from './tally.ts';

/**
 * Where the bad events of one of a judge's SLOs came from. bad = chaos + unattributed, and unattributed = unplanned +
 * unexplained, always in integers. `spent`: the same as shares of the SLO's one budget.
 */
export type Attribution = {
  readonly slo: string;
  /** Which events are bad: those that failed, or those that failed or were too slow. */
  readonly sli: 'availability' | 'latency';
  readonly bad: number;
  readonly byExperiment: readonly {
    readonly experimentId: string;
    readonly bad: number;
    readonly spent: number;
  }[];
  readonly chaos: number;
  readonly unattributed: number;
  /**
   * In an unplanned loss's window but no experiment's; `null` if losses are not recorded, and then counted as
   * `unexplained`.
   */
  readonly unplanned: number | null;
  readonly unexplained: number;
  readonly spent: {
    readonly total: number;
    readonly chaos: number;
    readonly unplanned: number | null;
    readonly unexplained: number;
  };
};

/** The impact window of one experiment, and the events of its baseline. */
export type ImpactWindow = Interval & { readonly experimentId: string; readonly baseline: Counts };

/** The SLO whose bad events are attributed, and the events that its budget is a share of. */
export type BudgetOfWindow = {
  readonly name: string;
  readonly sli: 'availability' | 'latency';
  readonly objective: number;
  readonly events: number;
};

export type Attributor = {
  /** Slices in any order; each takes time logarithmic in the number of windows, and none is kept. */
  readonly add: (slice: TimedCounts) => void;
  readonly result: (windows: readonly ImpactWindow[], budget: BudgetOfWindow) => Attribution;
};

/** The windows that a slice may lie in. */
export type Causes = {
  /** The impact windows of the experiments. */
  readonly impacts: readonly Interval[];
  /** Windows of losses that no experiment caused; `null`: losses are not recorded. */
  readonly losses: readonly Interval[] | null;
};

/**
 * Attributes the bad events of every slice to the experiments whose impact window it starts in. Experiments that share
 * a slice share its events; the remainder goes to those listed first. Each experiment is charged for the part of its
 * share that its baseline does not explain. Events in no experiment's window but in that of an unplanned loss are
 * unplanned; the rest are unexplained.
 */
export function attributor({ impacts, losses }: Causes): Attributor {
  const impactAt = intervalIndex(impacts);
  const lossAt = intervalIndex(losses ?? []);
  const shares = impacts.map(() => ({ good: 0, bad: 0 }));
  let bad = 0;
  let unplanned = 0;
  return {
    add: ({ startMs, counts }) => {
      const badNow = badOf(counts);
      bad += badNow;
      const sharers = impactAt(startMs);
      if (sharers.length === 0 && lossAt(startMs).length > 0) unplanned += badNow;
      sharers.forEach((experiment, index) => {
        const share = at(shares, experiment);
        share.good += nthShare(counts.good, sharers.length, index);
        share.bad += nthShare(badNow, sharers.length, index);
      });
    },
    // Baselines may be known only after all slices have been seen, so they come last.
    result: (windows, budget) =>
      conclude({ bad, unplanned: losses === null ? null : unplanned, shares }, windows, budget),
  };
}

type Seen = {
  readonly bad: number;
  readonly unplanned: number | null;
  /** By experiment, in window order. */
  readonly shares: readonly { readonly good: number; readonly bad: number }[];
};

function conclude(
  { bad, unplanned, shares }: Seen,
  windows: readonly ImpactWindow[],
  { name, sli, objective, events }: BudgetOfWindow,
): Attribution {
  const spend = (count: number): number => consumed(count, objective, events);
  const byExperiment = windows.map(({ experimentId, baseline }, index) => {
    const { good, bad: failed } = at(shares, index);
    const excess = excessBad({ good, total: good + failed }, baseline);
    return { experimentId, bad: excess, spent: spend(excess) };
  });
  const chaos = byExperiment.reduce((sum, experiment) => sum + experiment.bad, 0);
  const unattributed = bad - chaos;
  const unexplained = unattributed - (unplanned ?? 0);
  const spent = {
    total: spend(bad),
    chaos: spend(chaos),
    unplanned: unplanned === null ? null : spend(unplanned),
    unexplained: spend(unexplained),
  };
  return { slo: name, sli, bad, byExperiment, chaos, unattributed, unplanned, unexplained, spent };
}

/** The `index`-th of `parts` integers that differ by at most one and add up to `count`. */
function nthShare(count: number, parts: number, index: number): number {
  return Math.floor(count / parts) + (index < count % parts ? 1 : 0);
}
