/** How much of an objective's budget is left, and what chaos had of it, from the ledger alone. */
import type { ExperimentRecord } from '../chaos/fold-experiment.ts';
import { impactOf } from '../chaos/fold-experiment.ts';
import type { BudgetFacts } from '../chaos/gate-facts.ts';
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import { expectedSpend } from './expected-spend.ts';
import { reserveFor, type Subject } from './policy.ts';
import { recordedSpend } from './recorded-spend.ts';
import { sloOf } from './slo-of.ts';
import { sloStatus } from './slo-status.ts';
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
 * Shares of the objective's one budget (domain.md §5a). The reserve is what the policy keeps from this kill: of all rules
 * that name its group, its fault or everything, the highest.
 */
export async function readBudget(
  windowCounts: WindowCounts,
  { slo: configured, probe, budget, nowMs, experiments, plan }: BudgetQuestion,
): Promise<BudgetFacts> {
  const slo = sloOf('', configured);
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
