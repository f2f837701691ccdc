/** What becomes of the step that an invocation was in when it ended. */
import {
  type DurableExecutionClient,
  DurableExecutionInvocationInputWithClient,
  type DurableLambdaHandler,
} from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { durableSteps } from '@garbageday/aws/durable-steps.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentHandler } from '../../functions/experiment-handler.ts';
import { configuration } from '../fakes/configuration.ts';
import { experimentPlan } from '../fakes/experiment.ts';
import type { World } from '../fakes/play-experiment.ts';
import { simulatedWorld } from '../fakes/simulated-world.ts';
import { runDurably } from './durable-world.ts';

const plan = experimentPlan();

function passing(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

beforeAll(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true }));
afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());

/** A world whose second look at the fleet, the one before the fault, takes as long as it is told to. */
async function slowWorld(wait: () => Promise<unknown>): Promise<World> {
  const world = simulatedWorld();
  await world.clock.sleep(12 * 60_000);
  let looks = 0;
  const groups = async () => {
    looks += 1;
    if (looks === 2) await wait();
    return world.fleet.groups();
  };
  return { ...world, fleet: { groups } };
}

describe('an experiment whose invocation runs out of time', () => {
  it('is left to Lambda, which ends the process; the execution does not fail before', async () => {
    const world = await slowWorld(() => passing(100));
    const { delivery } = await runDurably({ world, plan, remainingMs: 20 });
    expect(delivery).toMatchObject({ kind: 'completed' });
    expect(world.injections).toHaveLength(1);
  });
});

describe('an experiment whose invocation ended while it was about to inject', () => {
  it('injects nothing when the process is thawed, though nobody forbids it', async () => {
    const { promise: frozen, resolve: thaw } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    const world = await slowWorld(() => {
      reach();
      return frozen;
    });
    const handler = experimentHandler(async (context) => ({
      configuration: configuration(),
      ports: { ...world, steps: durableSteps(context) },
    })) as unknown as DurableLambdaHandler;
    const cutOff: DurableLambdaHandler = (event, context) => {
      if (!DurableExecutionInvocationInputWithClient.isInstance(event)) throw new Error('no local runner');
      const client = failingFor(event.durableExecutionClient, 'inject', reached);
      return handler(new DurableExecutionInvocationInputWithClient(event, client), context);
    };
    const runner = new LocalDurableTestRunner({ handlerFunction: cutOff });
    await expect(runner.run({ payload: { kind: 'experiment', plan } })).rejects.toThrow();
    thaw();
    await passing(50);
    expect(world.injections).toEqual([]);
  });
});

/** Fails for good at the first checkpoint of that step, once it has begun: the invocation ends, and the step does not. */
function failingFor(
  backend: DurableExecutionClient,
  step: string,
  begun: Promise<void>,
): DurableExecutionClient {
  return {
    getExecutionState: backend.getExecutionState.bind(backend),
    checkpoint: async (request, logger) => {
      if (request.Updates?.some(({ Name }) => Name?.endsWith(`: ${step}`)) !== true) {
        return backend.checkpoint(request, logger);
      }
      await begun;
      throw new Error('the checkpoint was refused');
    },
  };
}
