/** Runs an experiment once, however often it is delivered. */

import type { ExperimentPlan } from './experiment.ts';
import type { ExperimentOutcome } from './experiment-outcome.ts';
import type { ExperimentPorts, ExperimentSettings } from './experiment-ports.ts';
import { runExperiment } from './run-experiment.ts';
import { stepName } from './transitions.ts';

/** `by`: the execution that took the experiment first. */
export type Delivery = ExperimentOutcome | { readonly kind: 'delivered-before'; readonly by: string };

export type DeliveredExperiment = {
  readonly plan: ExperimentPlan;
  readonly settings: ExperimentSettings;
  /** The durable execution; the same after a crash, another one for a second delivery. */
  readonly executionId: string;
};

/** Its holder runs the experiment, or makes sure that it never runs. */
export function deliveryKey({ id }: Pick<ExperimentPlan, 'id'>): string {
  return `delivery/${id}`;
}

/**
 * Runs the experiment unless another execution has taken it: experiments are delivered at least once, and two
 * executions of one plan would hold the same claim. The first keeps it for good, even if it fails.
 */
export async function runDelivered(
  ports: ExperimentPorts,
  { plan, settings, executionId }: DeliveredExperiment,
): Promise<Delivery> {
  const claim = await ports.steps.run(stepName(plan, 'take delivery'), () =>
    ports.ledger.claim(deliveryKey(plan), executionId),
  );
  if (claim.kind === 'already-claimed') return { kind: 'delivered-before', by: claim.by };
  return runExperiment(ports, plan, settings);
}
