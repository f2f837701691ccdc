import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { outcomeOf, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configuration, threeGroups } from '../fakes/configuration.ts';
import { experimentPlan } from '../fakes/experiment.ts';
import { statesOf, type World } from '../fakes/play-experiment.ts';
import { simulatedWorld } from '../fakes/simulated-world.ts';
import { type Crash, type Ran, runDurably } from './durable-world.ts';

// A small machine runs five of these at a time, beside everything else.
vi.setConfig({ testTimeout: 60_000 });

/** Reversible, so that undoing it can be seen. */
const plan = experimentPlan({ fault: 'hang' });

/** Calls of ports in one experiment; the last test of this file counts them. */
const portCallsOfOneRun = 42;

/** At most: the SDK sends several at once when it can. */
const checkpointsOfOneRun = 28;

/** The prober has measured for twelve minutes, more than the baseline. */
async function measuredWorld(): Promise<World> {
  const world = simulatedWorld();
  await world.clock.sleep(12 * 60_000);
  return world;
}

async function play(crashes: readonly Crash[], configured?: Configuration) {
  const world = await measuredWorld();
  const run = { world, plan, crashes };
  return { world, ran: await runDurably(configured === undefined ? run : { ...run, configured }) };
}

function crashesAt(when: Crash['when'], count: number): readonly Crash[] {
  return Array.from({ length: count }, (_, index) => ({ at: index + 1, when }));
}

async function expectOneRecordedEnd(world: World, { delivery }: Ran): Promise<void> {
  expect(world.injections.length).toBeLessThanOrEqual(1);
  for (const { handle } of world.injections) expect(world.undone).toContain(handle.experimentId);
  const [record, ...others] = await readExperiments(world.ledger, { fromMs: 0, toMs: Infinity });
  expect(others).toEqual([]);
  expect(['completed', 'aborted']).toContain(delivery.kind);
  expect(record && outcomeOf(record)).toEqual(delivery);
  const seqs: number[] = [];
  for await (const { seq } of world.ledger.transitions({ fromMs: 0, toMs: Infinity })) seqs.push(seq);
  expect(seqs).toEqual(seqs.map((_, index) => index));
}

beforeAll(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true }));
afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());

describe('a durable experiment', () => {
  it('goes through every state, once, and passes', async () => {
    const { world, ran } = await play([]);
    expect(ran.delivery).toMatchObject({ kind: 'completed', judgement: { verdict: 'pass' } });
    expect(statesOf(world)).toEqual(['drawn', 'claimed', 'baseline', 'injected', 'recovering', 'completed']);
    await expectOneRecordedEnd(world, ran);
  });

  it('gives every step a name of its own', async () => {
    const { ran } = await play([]);
    expect(ran.stepNames.length).toBeGreaterThan(10);
    expect(new Set(ran.stepNames).size).toBe(ran.stepNames.length);
  });

  it('records a refusal, and hits nobody', async () => {
    const groups = threeGroups.map((group) => ({ ...group, isEnabled: false }));
    const { world, ran } = await play([], configuration({ groups }));
    expect(ran.delivery).toMatchObject({ kind: 'refused', refusal: { reason: 'disabled' } });
    expect(world.injections).toEqual([]);
    expect(statesOf(world)).toEqual(['drawn', 'refused']);
  });

  it('ends at once when another execution has taken it, and says which', async () => {
    const world = await measuredWorld();
    await runDurably({ world, plan });
    const { delivery } = await runDurably({ world, plan });
    expect(delivery).toEqual({ kind: 'delivered-before', by: expect.any(String) });
    expect(world.injections).toHaveLength(1);
  });
});

describe.concurrent('a process that dies', () => {
  it.each([
    ...crashesAt('before checkpoint', checkpointsOfOneRun),
    ...crashesAt('after checkpoint', checkpointsOfOneRun),
    ...crashesAt('in port', portCallsOfOneRun),
  ])('$when $at injects at most once, undoes, and comes to one recorded end', async (crash) => {
    const { world, ran } = await play([crash]);
    const isReached = crash.when === 'in port' || crash.at <= ran.checkpoints;
    expect(ran.crashed).toBe(isReached ? 1 : 0);
    await expectOneRecordedEnd(world, ran);
  });

  it('again and again still comes to one recorded end', async () => {
    const crashes = [...crashesAt('after checkpoint', 60), ...crashesAt('in port', 60)].filter(
      ({ at }) => at % 3 === 0,
    );
    const { world, ran } = await play(crashes);
    expect(ran.crashed).toBeGreaterThan(10);
    await expectOneRecordedEnd(world, ran);
  });

  it('has as many places to die at as are tested', async () => {
    const { ran } = await play([]);
    expect(ran.portCalls).toBe(portCallsOfOneRun);
    expect(ran.checkpoints).toBeLessThanOrEqual(checkpointsOfOneRun);
    expect(ran.checkpoints).toBeGreaterThanOrEqual(ran.stepNames.length);
  });
});
