/** Whether the run kept its promise. */
import type { ExperimentOutcome, Report, SloResult, UserTotals } from './report.ts';

export type Evidence = {
  readonly experiments: readonly ExperimentOutcome[];
  readonly slos: readonly SloResult[];
  readonly users: UserTotals;
};

/**
 * `broken` when a hypothesis failed, an objective was missed, or a write was lost or doubled; `inconclusive` when
 * nothing broke but something could not be told: an experiment without a verdict, an objective without data, writes
 * that were not counted. An objective that is not yet provable breaks nothing: a short run cannot prove three nines.
 * A dry run proves nothing either way.
 */
export function reportVerdict({ experiments, slos, users }: Evidence): Report['verdict'] {
  const isBroken =
    experiments.some((outcome) => outcome.kind === 'completed' && outcome.judgement.verdict === 'fail') ||
    slos.some(({ verdict }) => verdict === 'missed') ||
    (users.stored !== null && users.stored !== users.acknowledged);
  if (isBroken) return 'broken';
  const isDoubtful =
    experiments.some(hasNoVerdict) ||
    slos.some(({ verdict }) => verdict === 'no-data') ||
    (users.stored === null && users.acknowledged > 0);
  return isDoubtful ? 'inconclusive' : 'kept';
}

function hasNoVerdict(outcome: ExperimentOutcome): boolean {
  if (outcome.kind === 'completed') return outcome.judgement.verdict === 'inconclusive';
  return outcome.kind === 'refused' || outcome.kind === 'aborted';
}
