/** What starts an experiment: the one event that the durable function takes. */
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';

export type ExperimentEvent = { readonly kind: 'experiment'; readonly plan: ExperimentPlan };

export function experimentEvent(plan: ExperimentPlan): ExperimentEvent {
  return { kind: 'experiment', plan };
}
