/** How much of an SLO's budget is left, and how much of it chaos spent, from the ledger alone. */
import type { Configuration, SloConfiguration } from '../configuration.ts';
import { nearestRank } from '../probe/histogram.ts';
import type { MeasuredJourney } from '../probe/measured-journey.ts';
import { consumed, reserveFor, type Subject } from '../slo/error-budget.ts';
import { sloStatus } from '../slo/slo-status.ts';
import { parseWindow, windowBounds } from '../slo/window.ts';
import type { WindowCounts } from '../slo/window-counts.ts';
import type { Impact } from './experiment.ts';
import type { BudgetFacts } from './gate-facts.ts';
import { type ExperimentRecord, impactOf } from './transitions.ts';

type BudgetQuestion = {
  readonly slo: SloConfiguration;
  /** The SLO's journey. */
  readonly probe: Pick<MeasuredJourney, 'ratePerSecond'>;
  readonly budget: Configuration['budget'];
  /** The planned kill. */
  readonly plan: Subject;
  readonly nowMs: number;
  readonly experiments: readonly ExperimentRecord[];
};

/**
 * Shares of the SLO's one budget (domain.md §5a). The reserve is what the policy withholds from this kill: the highest
 * of all rules that name its group, its fault or everything.
 */
export async function readBudget(
  windowCounts: WindowCounts,
  { slo: configured, probe, budget, nowMs, experiments, plan }: BudgetQuestion,
): Promise<BudgetFacts> {
  const slo = { ...configured, window: parseWindow(configured.window, configured.timeZone) };
  const { fromMs } = windowBounds(slo.window, nowMs);
  const { counts, measuredSinceMs } = await windowCounts(configured, { fromMs, toMs: nowMs });
  const expected = { basis: 'window', ratePerSecond: probe.ratePerSecond, measuredSinceMs } as const;
  const status = sloStatus({ slo, counts, nowMs, expected, isCovered: true });
  const paying = { ...configured, events: status.events };
  const spends = (of: readonly ExperimentRecord[]): readonly number[] =>
    of.flatMap((experiment) => {
      const impact = impactOf(experiment);
      return impact === null ? [] : [recordedSpend(impact, paying)];
    });
  const within = experiments.filter(({ lastAtMs }) => lastAtMs >= fromMs);
  return {
    remaining: status.remaining,
    expectedSpend: expectedSpend(spends(ofGroup(experiments, plan.group)), budget.coldStartSpend),
    reserve: reserveFor(budget, plan),
    chaosSpent: spends(within).reduce((sum, spend) => sum + spend, 0),
    chaosShare: budget.chaosShare,
  };
}

function ofGroup(experiments: readonly ExperimentRecord[], group: string): readonly ExperimentRecord[] {
  return experiments.filter(({ plan }) => plan.group === group);
}

/** The SLO that pays, and the events of its window. */
type PayingBudget = {
  readonly sli: 'availability' | 'latency';
  readonly objective: number;
  readonly events: number;
};

/**
 * The bad events that an impact caused, as a share of today's budget: the objective may have changed since. Records of
 * older versions hold only the share of the budget at the time, which is used as it is.
 */
function recordedSpend({ excess, budgetSpent }: Impact, { sli, objective, events }: PayingBudget): number {
  return excess === undefined ? budgetSpent : consumed(excess[sli], objective, events);
}

/**
 * The nearest-rank p95 of what the group's past experiments spent, as a share of the budget; `coldStart` without any.
 */
export function expectedSpend(past: readonly number[], coldStart: number): number {
  const sorted = past.toSorted((a, b) => a - b);
  return sorted[nearestRank(sorted.length, 0.95) - 1] ?? coldStart;
}
