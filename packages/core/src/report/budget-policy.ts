/** What the error-budget policy allows chaos now, and what it and the other rungs refused (domain.md §3, §6). */

import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import type { RefusalReason } from '../chaos/refusal.ts';
import type { Configuration } from '../configuration.ts';
import { isLess, rulesInForce, rulesOf } from '../slo/policy.ts';
import type { SloScore } from '../slo/score-of.ts';
import type { BudgetPolicy } from './report.ts';

export type PolicyFacts = {
  /** The objective that pays for chaos, scored over its window. */
  readonly slo: Pick<SloScore, 'name' | 'remaining'>;
  readonly budget: Configuration['budget'];
  readonly chaosSpent: number;
  readonly experiments: readonly ExperimentOutcome[];
};

export function budgetPolicy({ slo, budget, chaosSpent, experiments }: PolicyFacts): BudgetPolicy {
  const { reserve, chaosShare } = budget;
  const known = { slo: slo.name, remaining: slo.remaining, reserve, chaosSpent, chaosShare };
  const inForce = rulesInForce(budget, slo.remaining).map(({ below }) => below);
  const rules = rulesOf(budget).map((rule) => ({ ...rule, isInForce: inForce.includes(rule.below) }));
  return { ...known, state: stateOf(known), rules, refusals: refusalsOf(experiments) };
}

/** Compared as the gate compares: what is left beyond the reserve, and chaos's own share. */
function stateOf({
  remaining,
  reserve,
  chaosSpent,
  chaosShare,
}: Omit<BudgetPolicy, 'state' | 'rules' | 'refusals'>): BudgetPolicy['state'] {
  if (remaining <= 0) return 'exhausted';
  if (isLess(remaining, reserve)) return 'reserve-reached';
  return isLess(chaosSpent, chaosShare) ? 'open' : 'share-spent';
}

/** The most frequent first; equally frequent ones in the order in which they first came. */
function refusalsOf(experiments: readonly ExperimentOutcome[]): BudgetPolicy['refusals'] {
  const counts = new Map<RefusalReason, number>();
  for (const outcome of experiments) {
    if (outcome.kind !== 'refused') continue;
    counts.set(outcome.refusal.reason, (counts.get(outcome.refusal.reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
