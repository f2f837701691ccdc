/** Targets are named when they are chosen, and are part of what is told afterwards. */
import type { ExperimentPlan, TargetRecord, Transition } from '@garbageday/core/chaos/experiment.ts';

/** The target of the experiment, as far as it was told; null: not chosen yet. */
export type TargetOf = (plan: Pick<ExperimentPlan, 'id'>, transition: Transition) => TargetRecord | null;

/** Experiments follow each other; few are under way at a time. */
const keptTargets = 16;

export function knownTargets(): TargetOf {
  let targets: readonly (readonly [id: string, target: TargetRecord])[] = [];
  return ({ id }, { state }) => {
    if (state.kind === 'claimed') targets = [...targets, [id, state.target] as const].slice(-keptTargets);
    return targets.findLast(([known]) => known === id)?.[1] ?? null;
  };
}
