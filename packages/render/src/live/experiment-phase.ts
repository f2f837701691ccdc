/** Which of its phases an experiment is in: from its recorded state, and from its group as it is now. */

import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { ExperimentPhase } from './phases.ts';

/**
 * The phase that is under way, or the last one that was reached: a refusal is the gate's, and an experiment that was
 * aborted stays where it was, which is what `before` is for.
 */
export function phaseOf(state: ExperimentState['kind'], before: ExperimentPhase | null): ExperimentPhase {
  switch (state) {
    case 'drawn':
    case 'refused':
      return 'gate';
    case 'claimed':
      return 'baseline';
    case 'baseline':
      return 'strike';
    case 'injected':
      return 'detect';
    case 'recovering':
      return 'replace';
    case 'completed':
      return 'verdict';
    case 'aborted':
      return before ?? 'gate';
    default:
      return state satisfies never;
  }
}

/** That the group is whole again is in no record before the verdict: from then on the users are watched until they settle. */
export function phaseNow(
  phase: ExperimentPhase,
  state: ExperimentState['kind'],
  group: Group | undefined,
): ExperimentPhase {
  const isReplaced = state === 'recovering' && group !== undefined && isWhole(group);
  return isReplaced ? 'recover' : phase;
}
