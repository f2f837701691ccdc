import type { ExperimentPorts } from '@garbageday/core/chaos/experiment-ports.ts';
import { lastLook } from '@garbageday/core/chaos/inject-once.ts';
import type { Permission } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, experimentSettings } from '../../fakes/experiment.ts';
import { journalSteps } from '../../fakes/journal-steps.ts';
import { simulatedWorld } from '../../fakes/simulated-world.ts';

async function lookAt(
  portsOf: (world: ReturnType<typeof simulatedWorld>) => Partial<ExperimentPorts> = () => ({}),
) {
  const world = simulatedWorld();
  await world.clock.sleep(20_000);
  const { steps } = journalSteps(world.clock, new Map());
  const looking = {
    ports: { ...world, steps, ...portsOf(world) },
    plan: experimentPlan(),
    settings: experimentSettings(),
    decidedAtMs: world.clock.now(),
  };
  return { world, permission: await lastLook(looking, 'i-web-a') };
}

function isFresh(permission: Permission): boolean {
  if (permission.kind === 'withheld') throw new Error(permission.reason.text);
  return permission.isFresh();
}

describe('the last look', () => {
  it('asks for the lever after everything else', async () => {
    const asked: string[] = [];
    const noting = <T>(name: string, answer: () => T) => {
      asked.push(name);
      return answer();
    };
    await lookAt((world) => ({
      lever: { ...world.lever, position: () => noting('lever', world.lever.position) },
      fleet: { groups: () => noting('fleet', world.fleet.groups) },
      alerts: { firing: () => noting('alerts', world.alerts.firing) },
      ledger: {
        ...world.ledger,
        transitions: (interval) => noting('ledger', () => world.ledger.transitions(interval)),
      },
    }));
    expect(asked.toSorted()).toEqual(['alerts', 'fleet', 'ledger', 'lever']);
    expect(asked.at(-1)).toBe('lever');
  });

  it('asks for the group of the plan, so that nothing runs on servers of others', async () => {
    const asked: (string | undefined)[] = [];
    await lookAt((world) => ({
      fleet: {
        groups: (of) => {
          asked.push(of);
          return world.fleet.groups();
        },
      },
    }));
    expect(asked).toEqual(['web']);
  });

  it.each([
    { what: 'two seconds later', sleepMs: 2_000, expected: true },
    { what: 'a moment after that', sleepMs: 2_001, expected: false },
  ])('is as good as new $what: $expected', async ({ sleepMs, expected }) => {
    const { world, permission } = await lookAt();
    expect(permission.kind).toBe('granted');
    await world.clock.sleep(sleepMs);
    expect(isFresh(permission)).toBe(expected);
  });

  it('is as old as the question: the lever may have moved while its answer was on the way', async () => {
    const { permission } = await lookAt((world) => ({
      lever: {
        ...world.lever,
        position: async () => {
          const position = await world.lever.position();
          await world.clock.sleep(2_001);
          return position;
        },
      },
    }));
    expect(isFresh(permission)).toBe(false);
  });

  it('is not fresh by a clock that was set back', async () => {
    let backMs = 0;
    const { permission } = await lookAt(({ clock }) => ({
      clock: { ...clock, now: () => clock.now() - backMs },
    }));
    backMs = 25_000;
    expect(isFresh(permission)).toBe(false);
  });
});
