/** When an experiment happened, by which reports date it. */
import type { ExperimentOutcome } from './report.ts';

/** When the fault struck. Else when the experiment ended or was last heard of; of one that never began, when it was to. */
export function happenedAtMs(outcome: ExperimentOutcome): number {
  switch (outcome.kind) {
    case 'completed':
      return outcome.injectedAtMs;
    case 'aborted':
      return outcome.injectedAtMs ?? outcome.impact?.fromMs ?? outcome.atMs;
    case 'unfinished':
      return outcome.injectedAtMs ?? (outcome.state === 'drawn' ? outcome.plan.plannedAtMs : outcome.atMs);
    case 'refused':
    case 'dry-run':
      return outcome.atMs;
    default:
      return outcome satisfies never;
  }
}

/** Whether a fault was injected, measured or not. */
export function wasInjected(outcome: ExperimentOutcome): boolean {
  if (outcome.kind === 'refused' || outcome.kind === 'dry-run') return false;
  return outcome.injectedAtMs !== null || ('impact' in outcome && outcome.impact !== null);
}
