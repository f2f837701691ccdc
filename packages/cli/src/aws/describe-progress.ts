/** What an experiment is doing, while somebody waits for its verdict. */
import type { ExperimentPlan, ExperimentState, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import { formatInstant } from '@garbageday/render/format.ts';
import { plainText } from '@garbageday/render/plain-text.ts';

/** Null where the outcome, which follows, says it better. */
export function describeProgress(plan: ExperimentPlan, state: ExperimentState): string | null {
  switch (state.kind) {
    case 'drawn':
      return '  started; running the checks';
    case 'claimed': {
      if (plan.mode === 'dry-run') return null;
      return plainText(`  target: ${targetName(state.target)} in zone ${state.target.zone}`);
    }
    case 'injected':
      return `  injected at ${formatInstant(state.injectedAtMs)}`;
    case 'recovering':
      return state.detectedAtMs === null
        ? '  not taken out of service yet; waiting for the group to be whole again'
        : `  taken out of service at ${formatInstant(state.detectedAtMs)}; waiting for the group to be whole again`;
    case 'baseline':
    case 'refused':
    case 'completed':
    case 'aborted':
      return null;
    default:
      return state satisfies never;
  }
}

/** `data-a (i-0abc)`; a server without a stable name goes by its id. */
export function targetName({ slot, instanceId }: TargetRecord): string {
  return slot === instanceId ? instanceId : `${slot} (${instanceId})`;
}
