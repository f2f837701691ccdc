/** A kill is never reported as "nothing was killed", whatever was answered, and a record alone is no kill. */
import type { ExperimentPorts } from '@garbageday/core/chaos/experiment-ports.ts';
import { scheduleFacts } from '@garbageday/core/chaos/gather-facts.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import { readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { FaultInjector, RecordedFault, Steps } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, experimentSettings } from '../../fakes/experiment.ts';
import { journalSteps } from '../../fakes/journal-steps.ts';
import { onlyIf } from '../../fakes/only-if.ts';
import { playExperiment, type World } from '../../fakes/play-experiment.ts';
import { chaosSchedule } from '../../fakes/schedule.ts';
import { simulatedWorld } from '../../fakes/simulated-world.ts';

function away(): never {
  throw new Error('EC2 is away');
}

/** Kills, and then does not say so. */
function killsAndFails(changes: (world: World) => Partial<FaultInjector> = () => ({})) {
  return (world: World): Partial<ExperimentPorts> => ({
    injector: {
      ...world.injector,
      inject: async (request) => {
        await world.injector.inject(request);
        throw new Error('socket hang up');
      },
      ...changes(world),
    },
  });
}

/** Records whom it would kill, and gets no further. */
function recordsAndFails(recorded: (fault: RecordedFault) => Promise<RecordedFault>) {
  return (world: World): Partial<ExperimentPorts> => {
    let fault: RecordedFault | null = null;
    return {
      injector: {
        ...world.injector,
        inject: async ({ experimentId, fault: kind, target }) => {
          const injectedAtMs = world.clock.now();
          const handle = { experimentId, instanceId: target.id, fault: kind, injectedAtMs };
          fault = { handle, isCarriedOut: false };
          throw new Error('access denied');
        },
        recorded: async () => (fault === null ? null : recorded(fault)),
      },
    };
  };
}

describe('an experiment whose injection was answered by an error', () => {
  it('goes on when it killed all the same', async () => {
    const { outcome, record, world } = await playExperiment({ prepare: killsAndFails() });
    expect(outcome.kind).toBe('completed');
    expect(record?.injectedAtMs).toBe(world.injections[0]?.handle.injectedAtMs);
  });

  it('waits for a kill that does not show yet', async () => {
    const { outcome, record } = await playExperiment({
      prepare: killsAndFails((world) => ({
        recorded: async (id) => {
          const fault = await world.injector.recorded(id);
          const sinceMs = world.clock.now() - (fault?.handle.injectedAtMs ?? Infinity);
          return fault === null ? null : { ...fault, isCarriedOut: sinceMs >= 14_000 };
        },
      })),
    });
    expect(outcome.kind).toBe('completed');
    expect(record?.injectedAtMs).toEqual(expect.any(Number));
  });

  it('says that nobody was killed when the target lives, though it was recorded', async () => {
    const { outcome, record } = await playExperiment({ prepare: recordsAndFails(async (fault) => fault) });
    expect(outcome).toMatchObject({
      kind: 'aborted',
      reason: { kind: 'not-injected', text: 'the fault could not be injected: access denied' },
      impact: null,
    });
    expect(record?.injectedAtMs).toBeNull();
  });

  it('says so at once when nothing was recorded', async () => {
    const inject = () => Promise.reject(new Error('no such process'));
    let fromMs = 0;
    const { world, outcome } = await playExperiment({
      prepare: (world) => {
        fromMs = world.clock.now();
        return { injector: { ...world.injector, inject } };
      },
    });
    expect(onlyIf(outcome, 'aborted').atMs).toBe(fromMs);
    expect(world.clock.now()).toBe(fromMs);
  });

  it('says so when nobody can tell, but the target runs', async () => {
    const { outcome, record } = await playExperiment({ prepare: recordsAndFails(away) });
    expect(onlyIf(outcome, 'aborted').reason.text).toBe('the fault could not be injected: access denied');
    expect(record?.injectedAtMs).toBeNull();
  });

  it.each([
    {
      what: 'the target is gone',
      scene: {
        prepare: (world: World) => ({
          ...recordsAndFails(away)(world),
          fleet: {
            groups: async () =>
              (await world.fleet.groups()).map((group) => {
                const hasFailed = world.published.length >= 3;
                return hasFailed ? { ...group, instances: [] } : group;
              }),
          },
        }),
      },
    },
    {
      what: 'the fleet cannot be seen either',
      scene: {
        prepare: (world: World) => ({
          ...recordsAndFails(away)(world),
          fleet: { groups: async () => (world.published.length >= 3 ? away() : world.fleet.groups()) },
        }),
      },
    },
    {
      what: 'a target that hangs would run, too',
      scene: { plan: { fault: 'hang' as const }, prepare: recordsAndFails(away) },
    },
  ])('counts as a kill, and says that nobody knows, when $what', async ({ scene }) => {
    const { outcome, record, states, world } = await playExperiment(scene);
    expect(outcome).toMatchObject({
      kind: 'aborted',
      reason: {
        kind: 'not-injected',
        text: 'the fault could not be injected: access denied; whether it was is not known (EC2 is away)',
      },
      impact: null,
    });
    expect(states).toEqual(['drawn', 'claimed', 'baseline', 'injected', 'aborted']);
    expect(record?.injectedAtMs).toEqual(expect.any(Number));
    expect(world.undone).toEqual(['gameday-x-1']);
  });
});

/** Dies when the fault has been injected, before anything else is remembered. */
function dyingAfterTheFault(steps: Steps, die: () => void): Steps {
  return {
    ...steps,
    run: async (name, body) => {
      if (!name.endsWith(': inject')) return steps.run(name, body);
      await body();
      die();
      return new Promise<never>(() => {});
    },
  };
}

async function resumedAfter(happen: (world: World) => Promise<unknown>) {
  const world = simulatedWorld();
  await world.clock.sleep(20_000);
  const [plan, settings] = [experimentPlan(), experimentSettings()];
  const journal = new Map<string, string>();
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  const dying = dyingAfterTheFault(journalSteps(world.clock, journal).steps, die);
  void runExperiment({ ...world, steps: dying }, plan, settings);
  await died;
  await happen(world);
  const { steps } = journalSteps(world.clock, journal);
  const outcome = await runExperiment({ ...world, steps }, plan, settings);
  const experiments = await readExperiments(world.ledger, { fromMs: 0, toMs: Infinity });
  return { world, outcome, experiments };
}

describe('a process that dies after the fault, and is resumed after', () => {
  it.each([
    {
      what: 'the lever was pulled',
      happen: (world: World) => world.lever.halt('enough'),
      expected: { kind: 'aborted', reason: { kind: 'lever', text: 'the safety lever was pulled: enough' } },
    },
    {
      what: 'a page fired',
      happen: async (world: World) => world.burning.push({ slo: 'probe', severity: 'page', burn: 20 }),
      expected: { kind: 'aborted', reason: { kind: 'alert', text: 'a page-level alert fired: probe' } },
    },
    {
      what: 'seventy seconds',
      happen: (world: World) => world.clock.sleep(70_000),
      expected: { kind: 'completed' },
    },
  ])(
    '$what, records the kill, measures it, and lets nobody else kill today',
    async ({ happen, expected }) => {
      const { world, outcome, experiments } = await resumedAfter(happen);
      expect(outcome).toMatchObject({ ...expected, impact: { probes: { bad: 0 } } });
      const injectedAtMs = world.injections[0]?.handle.injectedAtMs;
      expect(world.injections).toHaveLength(1);
      expect(experiments.map((each) => each.injectedAtMs)).toEqual([injectedAtMs]);
      const schedule = chaosSchedule({ timeZone: 'UTC' });
      const question = { schedule, group: 'web', nowMs: world.clock.now(), experiments };
      expect(scheduleFacts(question)).toMatchObject({ killsToday: 1, lastKillAtMs: injectedAtMs });
    },
  );
});
