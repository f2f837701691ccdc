/** Starts an experiment now, as a person's `kill` does. */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { calling } from './aws-error.ts';
import { awsName } from './aws-name.ts';
import { experimentEvent } from './experiment-event.ts';

export type StartExperimentOptions = {
  readonly lambda: LambdaClient;
  /** Qualified, as durable functions require: the alias of the latest deployment. */
  readonly experimentArn: string;
};

/**
 * Passes the plan to the durable function and returns when it was accepted, not when it has ended: that is in the
 * ledger. The execution is named by the plan's id, so that a repeat does not start a second one.
 */
export function startExperiment({
  lambda,
  experimentArn,
}: StartExperimentOptions): (plan: ExperimentPlan) => Promise<void> {
  return (plan) =>
    calling(`starting the experiment ${plan.id}`, async () => {
      await lambda.send(
        new InvokeCommand({
          FunctionName: experimentArn,
          InvocationType: 'Event',
          DurableExecutionName: awsName(plan.id),
          Payload: new TextEncoder().encode(JSON.stringify(experimentEvent(plan))),
        }),
      );
    });
}
