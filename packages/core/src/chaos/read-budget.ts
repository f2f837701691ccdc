/** How much of an objective's budget is left, and what chaos had of it, from the ledger alone. */

import type { Configuration, SloConfiguration } from '../configuration.ts';
import type { MeasuredJourney } from '../probe/measured-journey.ts';
import { expectedSpend } from '../slo/expected-spend.ts';
import { reserveFor, type Subject } from '../slo/policy.ts';
import { sloOf } from '../slo/slo-of.ts';
import { sloStatus } from '../slo/slo-status.ts';
import { windowBounds } from '../slo/window-bounds.ts';
import type { WindowCounts } from '../slo/window-counts.ts';
import type { ExperimentRecord } from './fold-experiment.ts';
import { impactOf } from './fold-experiment.ts';
import type { BudgetFacts } from './gate-facts.ts';
import { recordedSpend } from './recorded-spend.ts';

export type BudgetQuestion = {
  readonly slo: SloConfiguration;
  /** The objective's journey. */
  readonly probe: Pick<MeasuredJourney, 'ratePerSecond'>;
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
