/** Hands an experiment to the stage's durable function. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { AwsError } from '@garbageday/aws/aws-error.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { startExperiment } from '@garbageday/aws/start-experiment.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { DeployedStage } from './on-stage.ts';

/** It was asked for, and no answer came: whether it began is not known. */
export class UnknownStartError extends Error {
  readonly code = 'unknown-start';

  constructor(id: string, stage: string, options: { readonly cause: Error }) {
    super(
      `${options.cause.message}: whether ${id} began is not known; ` +
        `\`garbageday status --platform aws --stage ${stage}\` shows it if it did`,
      options,
    );
    this.name = 'UnknownStartError';
  }
}

/** @throws UnknownStartError when the network failed, and what AWS said when it said no. */
export async function startOnStage(stage: DeployedStage, plan: ExperimentPlan): Promise<void> {
  const lambda = new LambdaClient(clientSettings());
  try {
    await startExperiment({ lambda, experimentArn: stage.directory.experimentArn })(plan);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'unreachable') throw error;
    throw new UnknownStartError(plan.id, stage.name, { cause: error });
  } finally {
    lambda.destroy();
  }
}
