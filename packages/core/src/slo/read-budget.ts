/** How much of an objective's budget is left, and what chaos had of it, from the ledger alone. */
import type { ExperimentRecord } from '../chaos/fold-experiment.ts';
import { impactOf } from '../chaos/fold-experiment.ts';
import type { BudgetFacts } from '../chaos/gate-facts.ts';
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import { badOf, remaining } from './error-budget.ts';
import { expectedSpend } from './expected-spend.ts';
import { reserveFor, type Subject } from './policy.ts';
import { eventsPerWindow, parseWindow } from './window.ts';
import { windowBounds } from './window-bounds.ts';
import type { WindowCounts } from './window-counts.ts';

export type BudgetQuestion = {
  readonly slo: SloConfiguration;
  readonly probe: Pick<Configuration['probe'], 'ratePerSecond'>;
  readonly budget: Configuration['budget'];
  /** The kill that is to be paid for. */
  readonly plan: Subject;
  readonly nowMs: number;
  readonly experiments: readonly ExperimentRecord[];
};

/**
 * Shares of the budget of a full window at the configured rate (domain.md §6). The reserve is what the policy keeps from
 * this kill: of all rules that name its group, its fault or everything, the highest.
 */
export async function readBudget(
  windowCounts: WindowCounts,
  { slo, probe, budget, nowMs, experiments, plan }: BudgetQuestion,
): Promise<BudgetFacts> {
  const { fromMs } = windowBounds(parseWindow(slo.window, slo.timeZone), nowMs);
  const counts = await windowCounts(slo, fromMs, nowMs);
  const spends = (of: readonly ExperimentRecord[]): readonly number[] =>
    of.flatMap((experiment) => impactOf(experiment)?.budgetSpent ?? []);
  const within = experiments.filter(({ lastAtMs }) => lastAtMs >= fromMs);
  return {
    remaining: remaining(badOf(counts), slo.objective, eventsPerWindow(probe.ratePerSecond, slo.window)),
    expectedSpend: expectedSpend(spends(ofGroup(experiments, plan.group)), budget.coldStartSpend),
    reserve: reserveFor(budget, plan),
    chaosSpent: spends(within).reduce((sum, spend) => sum + spend, 0),
    chaosShare: budget.chaosShare,
  };
}

function ofGroup(experiments: readonly ExperimentRecord[], group: string): readonly ExperimentRecord[] {
  return experiments.filter(({ plan }) => plan.group === group);
}
