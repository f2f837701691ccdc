/** When an experiment happened, as reports date it. */
import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';

/**
 * When the fault was injected; else when the experiment ended or was last heard of; if it never began, when it was
 * planned.
 */
export function happenedAtMs(outcome: ExperimentOutcome): number {
  if (outcome.kind === 'completed') return outcome.injectedAtMs;
  if (outcome.kind === 'refused' || outcome.kind === 'dry-run') return outcome.atMs;
  if (outcome.injectedAtMs !== null) return outcome.injectedAtMs;
  if (outcome.kind === 'aborted') return outcome.impact?.fromMs ?? outcome.atMs;
  return outcome.state === 'drawn' ? outcome.plan.plannedAtMs : outcome.atMs;
}

/** Whether a fault was injected, measured or not. */
export function wasInjected(outcome: ExperimentOutcome): boolean {
  if (outcome.kind === 'refused' || outcome.kind === 'dry-run') return false;
  return outcome.injectedAtMs !== null || ('impact' in outcome && outcome.impact !== null);
}
