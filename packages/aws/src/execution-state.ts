/**
 * Whether a durable execution is still running, according to Lambda: one that died writes nothing more into the ledger.
 */
import { type LambdaClient, ListDurableExecutionsByFunctionCommand } from '@aws-sdk/client-lambda';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { calling } from './aws-error.ts';
import { awsName } from './aws-name.ts';

/** `dead`: it ended without returning a result. `unknown`: Lambda does not know it, or not yet. */
export type ExecutionState =
  | { readonly kind: 'running' | 'succeeded' | 'unknown' }
  | { readonly kind: 'dead'; readonly how: 'failed' | 'timed out' | 'was stopped' };

export type ExecutionStateOptions = {
  readonly lambda: LambdaClient;
  /** Qualified by the alias, as it was started. */
  readonly experimentArn: string;
};

/** The execution is named by the plan's id (start-experiment.ts). */
export function executionState({
  lambda,
  experimentArn,
}: ExecutionStateOptions): (plan: Pick<ExperimentPlan, 'id'>) => Promise<ExecutionState> {
  return ({ id }) =>
    calling(`looking at the execution of ${id}`, async () => {
      const { DurableExecutions = [] } = await lambda.send(
        new ListDurableExecutionsByFunctionCommand({
          FunctionName: experimentArn,
          DurableExecutionName: awsName(id),
          ReverseOrder: true,
          MaxItems: 1,
        }),
      );
      return stateOf(DurableExecutions[0]?.Status);
    });
}

function stateOf(status: string | undefined): ExecutionState {
  switch (status) {
    case 'RUNNING':
      return { kind: 'running' };
    case 'SUCCEEDED':
      return { kind: 'succeeded' };
    case 'FAILED':
      return { kind: 'dead', how: 'failed' };
    case 'TIMED_OUT':
      return { kind: 'dead', how: 'timed out' };
    case 'STOPPED':
      return { kind: 'dead', how: 'was stopped' };
    default:
      return { kind: 'unknown' };
  }
}
