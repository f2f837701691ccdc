/** What starts an experiment: the only event that the durable function accepts. */
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';

export type ExperimentEvent = { readonly kind: 'experiment'; readonly plan: ExperimentPlan };

export function experimentEvent(plan: ExperimentPlan): ExperimentEvent {
  return { kind: 'experiment', plan };
}
