/** How much of an objective's budget is left, and what chaos had of it, from the ledger alone. */
import type { ExperimentRecord } from '../chaos/fold-experiment.ts';
import { impactOf } from '../chaos/fold-experiment.ts';
import type { BudgetFacts } from '../chaos/gate-facts.ts';
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import { badOf, remaining } from './error-budget.ts';
import { expectedSpend } from './expected-spend.ts';
import { eventsPerWindow, windowSeconds } from './window.ts';
import type { WindowCounts } from './window-counts.ts';

export type BudgetQuestion = {
  readonly slo: SloConfiguration;
  readonly probe: Pick<Configuration['probe'], 'ratePerSecond'>;
  readonly budget: Configuration['budget'];
  /** The group whose next kill is to be paid for. */
  readonly group: string;
  readonly nowMs: number;
  readonly experiments: readonly ExperimentRecord[];
};

/** The window rolls; a calendar window is taken at its nominal length. */
export async function readBudget(
  windowCounts: WindowCounts,
  { slo, probe, budget, nowMs, experiments, group }: BudgetQuestion,
): Promise<BudgetFacts> {
  const fromMs = nowMs - windowSeconds(slo.window) * 1_000;
  const counts = await windowCounts(slo, fromMs, nowMs);
  const spends = (of: readonly ExperimentRecord[]): readonly number[] =>
    of.flatMap((experiment) => impactOf(experiment)?.budgetSpent ?? []);
  const within = experiments.filter(({ lastAtMs }) => lastAtMs >= fromMs);
  return {
    remaining: remaining(badOf(counts), slo.objective, eventsPerWindow(probe.ratePerSecond, slo.window)),
    expectedSpend: expectedSpend(spends(ofGroup(experiments, group)), budget.coldStartSpend),
    reserve: budget.reserve,
    chaosSpent: spends(within).reduce((sum, spend) => sum + spend, 0),
    chaosShare: budget.chaosShare,
  };
}

function ofGroup(experiments: readonly ExperimentRecord[], group: string): readonly ExperimentRecord[] {
  return experiments.filter(({ plan }) => plan.group === group);
}
