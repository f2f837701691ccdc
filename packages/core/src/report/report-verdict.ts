/** Whether the run kept its promise. */

import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import type { SloScore } from '../slo/score-of.ts';
import { isProven, type JourneyCoverage } from './journey-coverage.ts';
import type { Report, UserTotals } from './report.ts';
import { hasWriteMismatch } from './writes.ts';

export type Evidence = {
  readonly experiments: readonly ExperimentOutcome[];
  readonly slos: readonly Pick<SloScore, 'verdict'>[];
  readonly users: UserTotals | null;
  readonly coverage: readonly JourneyCoverage[];
};

/**
 * `broken` when a hypothesis failed, an objective was missed, or a write was lost or doubled; `inconclusive` when
 * nothing broke but something could not be determined: an experiment without a verdict, an objective without data, a
 * prober that saw too little, writes that were not counted. An SLO that is not yet provable breaks nothing: a short run
 * cannot prove three nines. A dry run proves nothing either way.
 */
export function reportVerdict({ experiments, slos, users, coverage }: Evidence): Report['verdict'] {
  const isBroken =
    experiments.some((outcome) => outcome.kind === 'completed' && outcome.judgement.verdict === 'fail') ||
    slos.some(({ verdict }) => verdict === 'missed') ||
    hasWriteMismatch(users);
  if (isBroken) return 'broken';
  const isDoubtful =
    experiments.some(hasNoVerdict) ||
    slos.some(({ verdict }) => verdict === 'no-data') ||
    !coverage.every(isProven) ||
    areWritesUncounted(users);
  return isDoubtful ? 'inconclusive' : 'kept';
}

function hasNoVerdict(outcome: ExperimentOutcome): boolean {
  if (outcome.kind === 'completed') return outcome.judgement.verdict === 'inconclusive';
  return outcome.kind !== 'dry-run';
}

function areWritesUncounted(users: UserTotals | null): boolean {
  return users !== null && users.stored === null && (users.acknowledged ?? 0) > 0;
}
