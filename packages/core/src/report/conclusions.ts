/** What follows from the rest of a report. */
import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import type { RefusalReason } from '../chaos/refusal.ts';
import type { Configuration } from '../configuration.ts';
import { isLess, rulesInForce, rulesOf } from '../slo/error-budget.ts';
import type { SloScore } from '../slo/score-of.ts';
import { adviceOf } from './advice.ts';
import type { BudgetPolicy, Report } from './report.ts';

/** The state of the budget policy, and what to do. */
export function conclusions(
  configuration: Configuration,
  { experiments, slos, composites, resilience, attribution, coverage, chaosSpent }: Concluded,
): Pick<Report, 'policy' | 'advice'> {
  const { budget } = configuration;
  const paying = slos.find(({ name }) => name === attribution.slo) ?? { name: attribution.slo, remaining: 1 };
  const policy = budgetPolicy({ slo: paying, budget, chaosSpent, experiments });
  return { policy, advice: adviceOf({ slos, composites, policy, resilience, coverage }) };
}

type Concluded = Pick<
  Report,
  'experiments' | 'slos' | 'composites' | 'resilience' | 'attribution' | 'coverage'
> & {
  /** In the window of the SLO that pays for it. */
  readonly chaosSpent: number;
};

export type PolicyFacts = {
  /** The SLO that pays for chaos, scored over its window. */
  readonly slo: Pick<SloScore, 'name' | 'remaining'>;
  readonly budget: Configuration['budget'];
  readonly chaosSpent: number;
  readonly experiments: readonly ExperimentOutcome[];
};

/** What the error-budget policy allows chaos to do now, and what it and the other rungs refused (domain.md §3, §6). */
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
