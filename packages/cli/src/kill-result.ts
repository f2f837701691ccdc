/** How a requested kill ends. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';

export const killSchema = 'garbageday/kill@1';

/** An outcome as the document has it: the reason for an abort remains a sentence, as it has always been. */
export function outcomeDocument(outcome: ExperimentOutcome) {
  if (outcome.kind !== 'aborted') return outcome;
  return { ...outcome, reason: outcome.reason.text, reasonKind: outcome.reason.kind };
}

/** The exit code of the verdict, or 3 if there is none. */
export function exitCodeOf(outcome: ExperimentOutcome): ExitCode {
  if (outcome.kind === 'dry-run') return exitCodes.kept;
  if (outcome.kind !== 'completed') return exitCodes.inconclusive;
  const { verdict } = outcome.judgement;
  if (verdict === 'pass') return exitCodes.kept;
  return verdict === 'fail' ? exitCodes.broken : exitCodes.inconclusive;
}
