/**
 * The experiment's handler as Lambda runs it, under the SDK's own local runner: every checkpoint goes through here, where
 * simulated time passes while an execution waits, and where a process can die before or after any checkpoint.
 */

import {
  type DurableExecutionClient,
  DurableExecutionInvocationInputWithClient,
  type DurableLambdaHandler,
  type OperationUpdate,
  type WireOperation,
} from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { durableSteps } from '@garbageday/aws/durable-steps.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { Delivery } from '@garbageday/core/chaos/run-delivered.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { experimentHandler } from '../../functions/experiment-handler.ts';
import { configuration } from '../fakes/configuration.ts';
import { freshCounts } from '../fakes/fresh-counts.ts';
import type { World } from '../fakes/play-experiment.ts';
import { mortal, type Pulse } from './mortal.ts';

/** Of the `at`th checkpoint, or of the `at`th call of a port: done, but never answered. Counted from 1, over all lives. */
export type Crash = {
  readonly at: number;
  readonly when: 'before checkpoint' | 'after checkpoint' | 'in port';
};

export type DurableRun = {
  readonly world: World;
  readonly plan: ExperimentPlan;
  readonly configured?: Configuration;
  readonly crashes?: readonly Crash[];
  /** What Lambda says is left of every invocation. */
  readonly remainingMs?: number;
};

export type Ran = {
  readonly delivery: Delivery;
  readonly checkpoints: number;
  readonly portCalls: number;
  readonly crashed: number;
  readonly stepNames: readonly string[];
};

/** To the end, through as many lives as there are crashes. */
export async function runDurably(run: DurableRun): Promise<Ran> {
  const service = checkpointService(run);
  const handlerFunction: DurableLambdaHandler = async (event, context) => {
    if (!DurableExecutionInvocationInputWithClient.isInstance(event)) throw new Error('no local runner');
    const backend = event.durableExecutionClient;
    let known = service.remember(event.InitialExecutionState.Operations, event.CheckpointToken);
    while (true) {
      const life = service.begin(backend);
      const input = {
        DurableExecutionArn: event.DurableExecutionArn,
        CheckpointToken: known.token,
        InitialExecutionState: { Operations: known.operations },
      };
      const handler = handlerOf(run, life.pulse) as unknown as DurableLambdaHandler;
      const { remainingMs } = run;
      const lambda =
        remainingMs === undefined ? context : { ...context, getRemainingTimeInMillis: () => remainingMs };
      const ended = handler(new DurableExecutionInvocationInputWithClient(input, life.client), lambda);
      const answer = await Promise.race([ended, life.died]);
      if (answer !== null) return answer;
      known = service.known();
    }
  };
  const runner = new LocalDurableTestRunner<Delivery>({ handlerFunction });
  const result = await runner.run({ payload: { kind: 'experiment', plan: run.plan } });
  const delivery = result.getResult();
  if (delivery === undefined) throw new Error('the execution has no result');
  const stepNames = result.getOperations().map((operation) => operation.getName() ?? '');
  return { delivery, stepNames, ...service.counts() };
}

/** What a dead process had begun never goes on: its ports do not answer. */
function handlerOf({ world, configured = configuration() }: DurableRun, pulse: Pulse) {
  return experimentHandler(async (context) => {
    const { clock, fleet, injector, ledger, lever, alerts, events } = world;
    const ports = mortal({ fleet, injector, ledger, lever, alerts, events }, pulse);
    return {
      configuration: configured,
      ports: { ...ports, clock, steps: durableSteps(context), windowCounts: freshCounts(ports.ledger) },
    };
  });
}

function checkpointService({ world, crashes = [] }: DurableRun) {
  const operations = new Map<string, WireOperation>();
  let [token, checkpoints, portCalls, crashed] = ['', 0, 0, 0];
  const known = () => ({ token, operations: [...operations.values()] });
  const remember = (changed: readonly WireOperation[], nextToken: string | undefined) => {
    for (const operation of changed) operations.set(operation.Id ?? '', operation);
    token = nextToken ?? token;
    return known();
  };
  const begin = (backend: DurableExecutionClient) => {
    const { promise: died, resolve } = Promise.withResolvers<null>();
    let isAlive = true;
    const die = () => {
      isAlive = false;
      crashed += 1;
      resolve(null);
      return new Promise<never>(() => {});
    };
    const diesNow = (when: Crash['when'], at: number) =>
      crashes.some((each) => each.at === at && each.when === when);
    const pulse: Pulse = {
      isAlive: () => isAlive,
      diesInCall: () => {
        portCalls += 1;
        if (!diesNow('in port', portCalls)) return false;
        die();
        return true;
      },
    };
    const client: DurableExecutionClient = {
      getExecutionState: backend.getExecutionState.bind(backend),
      checkpoint: async (request, logger) => {
        checkpoints += 1;
        const own = checkpoints;
        if (!isAlive) return new Promise<never>(() => {});
        if (diesNow('before checkpoint', own)) return die();
        const response = await backend.checkpoint(request, logger);
        remember(response.NewExecutionState?.Operations ?? [], response.CheckpointToken);
        await world.clock.sleep(waitedMs(request.Updates ?? []));
        return diesNow('after checkpoint', own) ? die() : response;
      },
    };
    return { client, died, pulse };
  };
  return { begin, remember, known, counts: () => ({ checkpoints, portCalls, crashed }) };
}

/** How long the service will wait until it wakes the execution again. */
function waitedMs(updates: readonly OperationUpdate[]): number {
  return updates.reduce((sum, { Action, WaitOptions, StepOptions }) => {
    const seconds =
      WaitOptions?.WaitSeconds ?? (Action === 'RETRY' ? StepOptions?.NextAttemptDelaySeconds : 0);
    return sum + (seconds ?? 0) * 1_000;
  }, 0);
}
