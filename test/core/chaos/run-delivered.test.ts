import { runDelivered } from '@garbageday/core/chaos/run-delivered.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, experimentSettings } from '../../fakes/experiment.ts';
import { journalSteps } from '../../fakes/journal-steps.ts';
import { simulatedWorld } from '../../fakes/simulated-world.ts';

async function deliver(executions: readonly string[], idOf = (_: number) => 'gameday-x-1') {
  const world = simulatedWorld();
  await world.clock.sleep(20_000);
  const settings = experimentSettings();
  const outcomes = await Promise.all(
    executions.map((executionId, index) => {
      const { steps } = journalSteps(world.clock, new Map());
      const plan = experimentPlan({ id: idOf(index) });
      return runDelivered({ ...world, steps }, { plan, settings, executionId });
    }),
  );
  return { world, outcomes };
}

describe('an experiment that is delivered', () => {
  it('once, runs', async () => {
    const { world, outcomes } = await deliver(['arn:1']);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['completed']);
    expect(world.injections).toHaveLength(1);
  });

  it('a thousand times at once, kills once, and the others say who did', async () => {
    const { world, outcomes } = await deliver(Array.from({ length: 1_000 }, (_, index) => `arn:${index}`));
    expect(world.injections).toHaveLength(1);
    const others = outcomes.filter(({ kind }) => kind === 'delivered-before');
    expect(others).toHaveLength(999);
    expect(new Set(others.map((other) => other.kind === 'delivered-before' && other.by)).size).toBe(1);
  });

  it('as thirty plans for one claim at once, kills at most once', async () => {
    const executions = Array.from({ length: 30 }, (_, index) => `arn:${index}`);
    const { world, outcomes } = await deliver(executions, (index) => `plan-${index}`);
    expect(world.injections.length).toBeLessThanOrEqual(1);
    expect(outcomes.filter(({ kind }) => kind === 'refused').length).toBeGreaterThanOrEqual(29);
  });
});
