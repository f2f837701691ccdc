/** How often each group has been proven to survive the loss of one (domain.md §4). */

import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import { upperBound } from '../statistics/clopper-pearson.ts';
import type { ProofOfRedundancy } from './report.ts';

/** One proof per group, in the given order. Only verdicts count: an aborted or inconclusive kill proves nothing. */
export function proofsOf(
  groups: readonly string[],
  outcomes: readonly ExperimentOutcome[],
): readonly ProofOfRedundancy[] {
  return groups.map((group) => {
    const verdicts = outcomes.flatMap((outcome) =>
      outcome.kind === 'completed' && outcome.plan.group === group ? [outcome.judgement.verdict] : [],
    );
    const clean = verdicts.filter((verdict) => verdict === 'pass').length;
    const failed = verdicts.filter((verdict) => verdict === 'fail').length;
    const kills = clean + failed;
    return { group, clean, kills, failureUpperBound: upperBound(failed, kills) };
  });
}
