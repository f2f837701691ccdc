/** The trend of resilience: what each kill of a group cost, and how long the users took to recover (domain.md §4). */

import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import { dayMs } from '../time/durations.ts';
import { wasInjected } from './happened-at.ts';
import { proofsOf } from './proofs.ts';
import type { GroupResilience, ResiliencePoint, UnplannedLoss } from './report.ts';

export type ResilienceFacts = {
  readonly groups: readonly string[];
  /** The period's experiments, oldest first. */
  readonly experiments: readonly ExperimentOutcome[];
  /** When each group last passed, even if before the period; a group that never did is absent. */
  readonly lastProofAtMs: ReadonlyMap<string, number>;
  readonly losses: readonly UnplannedLoss[] | null;
  readonly toMs: number;
};

/** One trend per group, in the given order. */
export function resilienceOf(facts: ResilienceFacts): readonly GroupResilience[] {
  const { experiments, losses, lastProofAtMs, toMs } = facts;
  return proofsOf(facts.groups, experiments).map((proof) => {
    const provenAtMs = lastProofAtMs.get(proof.group);
    const own = losses?.filter(({ group }) => group === proof.group).length;
    return {
      ...proof,
      points: experiments.flatMap((outcome) => (outcome.plan.group === proof.group ? pointOf(outcome) : [])),
      daysSinceProof: provenAtMs === undefined ? null : Math.max(0, Math.floor((toMs - provenAtMs) / dayMs)),
      plannedLosses: experiments.filter((one) => one.plan.group === proof.group && wasInjected(one)).length,
      unplannedLosses: own ?? null,
    };
  });
}

/** When each group last passed, from experiments in any order. */
export function lastProofs(experiments: readonly ExperimentOutcome[]): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const outcome of experiments) {
    if (outcome.kind !== 'completed' || outcome.judgement.verdict !== 'pass') continue;
    const { group } = outcome.plan;
    latest.set(group, Math.max(latest.get(group) ?? Number.NEGATIVE_INFINITY, outcome.injectedAtMs));
  }
  return latest;
}

/** Empty for an experiment that injected nothing, or whose impact was not measured. */
function pointOf(outcome: ExperimentOutcome): readonly ResiliencePoint[] {
  if (!('impact' in outcome) || outcome.impact === null) return [];
  const { budgetSpent, recoverMs, fromMs } = outcome.impact;
  const isJudged = outcome.kind === 'completed';
  return [
    {
      experimentId: outcome.plan.id,
      atMs: isJudged ? outcome.injectedAtMs : fromMs,
      budgetSpent,
      recoverMs,
      verdict: isJudged ? outcome.judgement.verdict : null,
    },
  ];
}
