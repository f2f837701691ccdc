/** What the last look finds changed since the gate. */
import type { AbortReason } from '@garbageday/core/chaos/abort-reason.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { Group, Instance } from '@garbageday/core/chaos/fleet.ts';
import { describe, expect, it } from 'vitest';
import { targetRecord } from '../../fakes/experiment.ts';
import { onlyIf } from '../../fakes/only-if.ts';
import {
  playExperiment,
  recordOther,
  type Scene,
  statesOf,
  type World,
} from '../../fakes/play-experiment.ts';
import { chaosSchedule } from '../../fakes/schedule.ts';

const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };

/** Something happens between the gate and the last look. */
function meanwhile(happen: (world: World) => Promise<unknown>): Scene {
  return {
    prepare: (world) => ({
      events: {
        publish: async (event) => {
          await world.events.publish(event);
          if (event.kind === 'transition' && event.transition.state.kind === 'baseline') await happen(world);
        },
      },
    }),
  };
}

function hasPassedTheGate(world: World): boolean {
  return statesOf(world).includes('baseline');
}

/** After the gate the fleet looks like this. */
function fleetTurns(change: (group: Group, target: string) => Group): Scene {
  return {
    prepare: (world) => ({
      fleet: {
        groups: async () => {
          const groups = await world.fleet.groups();
          if (!hasPassedTheGate(world)) return groups;
          return groups.map((group) => (group.name === 'web' ? change(group, targetOf(world)) : group));
        },
      },
    }),
  };
}

function failing(port: 'fleet' | 'alerts' | 'lever', message: string): Scene {
  return {
    prepare: (world) => {
      const unlessPassed =
        <T>(answer: () => Promise<T>) =>
        async () => {
          if (hasPassedTheGate(world)) throw new Error(message);
          return answer();
        };
      const { fleet, alerts, lever } = world;
      if (port === 'fleet') return { fleet: { groups: unlessPassed(fleet.groups) } };
      if (port === 'alerts') return { alerts: { firing: unlessPassed(alerts.firing) } };
      return { lever: { ...lever, position: unlessPassed(lever.position) } };
    },
  };
}

function targetOf({ published }: World): string {
  const states = published.flatMap((each) => (each.kind === 'transition' ? [each.transition.state] : []));
  const found = states.find((state) => state.kind === 'claimed');
  return found?.target.instanceId ?? '';
}

function withInstance(group: Group, id: string, changes: Partial<Instance>): Group {
  return {
    ...group,
    instances: group.instances.map((each) => (each.id === id ? { ...each, ...changes } : each)),
  };
}

function scheduled(scene: Scene, changes: Parameters<typeof chaosSchedule>[0]): Scene {
  return {
    ...scene,
    settings: { schedule: chaosSchedule({ timeZone: 'UTC', ...changes }) },
  };
}

const killed: readonly ExperimentState[] = [
  claimed,
  { kind: 'injected', injectedAtMs: Date.UTC(2026, 10, 23, 9) },
  { kind: 'aborted', reason: { kind: 'operator', text: 'x' }, impact: null },
];

describe('an experiment is withheld at the last moment', () => {
  it.each([
    {
      what: 'the target is in service no more',
      scene: fleetTurns((group, id) => withInstance(group, id, { isInService: false })),
      reason: /^i-web-\w is no longer eligible: it fails the check "in service"$/,
    },
    {
      what: 'the target was exempted',
      scene: fleetTurns((group, id) =>
        withInstance(group, id, { tags: { 'garbageday:group': 'web', 'garbageday:exempt': '' } }),
      ),
      reason: /^i-web-\w is no longer eligible: it fails the check "not tagged garbageday:exempt"$/,
    },
    {
      what: 'the target is gone',
      scene: fleetTurns((group, id) => ({
        ...group,
        instances: group.instances.filter((each) => each.id !== id),
      })),
      reason: /^i-web-\w is no longer in the group web$/,
    },
    {
      what: 'another member is ill',
      scene: fleetTurns((group, id) => {
        const other = group.instances.find((each) => each.id !== id)?.id ?? '';
        return withInstance(group, other, { isHealthy: false });
      }),
      reason: 'web: 3 of 3 members are present, 1 of them unhealthy or out of service.',
    },
    {
      what: 'the group is smaller, so that n+1 is not there',
      scene: fleetTurns((group, id) => ({
        ...group,
        desiredSize: 2,
        instances: [
          ...group.instances.filter((each) => each.id === id),
          ...group.instances.filter((each) => each.id !== id).slice(0, 1),
        ],
      })),
      reason: 'web: 2 of 2 are healthy; losing one would leave 1, and 2 are required.',
    },
    {
      what: 'the group is being rolled out',
      scene: fleetTurns((group) => ({ ...group, isRollingOut: true })),
      reason: /^web: a rollout is under way;/,
    },
    {
      what: 'the window has closed',
      scene: scheduled(
        meanwhile((world) => world.clock.sleep(45_000)),
        { windows: [{ from: '09:00', to: '09:01' }] },
      ),
      reason: 'Mon 2026-11-23 09:01 is outside the workday window 09:00–09:01 UTC.',
    },
    {
      what: 'another experiment has killed one of the group',
      scene: scheduled(
        meanwhile((world) => recordOther(world, killed, { group: 'web' })),
        {},
      ),
      reason: "The group's last kill is less than 2 workdays ago.",
    },
    {
      what: 'another experiment was the kill of the day',
      scene: scheduled(
        meanwhile((world) => recordOther(world, killed)),
        {},
      ),
      reason: '1 of at most 1 kills have happened today.',
    },
    {
      what: 'a page fires',
      scene: meanwhile(async (world) => world.burning.push({ slo: 'probe', severity: 'page', burn: 20 })),
      reason: 'a page-level alert fired: probe',
      kind: 'alert',
    },
    {
      what: 'the clock was set back, so that nobody knows how old the decision is',
      scene: {
        prepare: (world: World) => ({
          clock: {
            ...world.clock,
            now: () => world.clock.now() - (hasPassedTheGate(world) ? 25_000 : 0),
          },
        }),
      },
      reason: 'the decision to go ahead was -25000 ms old; it holds for 60000 ms',
      kind: 'stale-decision',
    },
    {
      what: 'it has been ended by somebody else',
      scene: meanwhile((world) =>
        world.ledger.recordTransition({
          experimentId: 'gameday-x-1',
          seq: 3,
          atMs: world.clock.now(),
          state: { kind: 'aborted', reason: { kind: 'abandoned', text: 'given up' }, impact: null },
        }),
      ),
      reason: 'the experiment has ended already',
    },
    {
      what: 'the fleet cannot be seen',
      scene: failing('fleet', 'EC2 is away'),
      reason: 'the fleet could not be looked at: EC2 is away',
      kind: 'check-failed',
    },
    {
      what: 'nobody can tell whether an alert fires',
      scene: failing('alerts', 'CloudWatch is away'),
      reason: 'the stop conditions could not be checked: CloudWatch is away',
      kind: 'check-failed',
    },
    {
      what: 'the lever cannot be read',
      scene: failing('lever', 'SSM is away'),
      reason: 'the stop conditions could not be checked: SSM is away',
      kind: 'check-failed',
    },
    {
      what: 'the ledger cannot be read',
      scene: {
        prepare: (world: World) => ({
          ledger: {
            ...world.ledger,
            transitions: (interval) => {
              if (hasPassedTheGate(world)) throw new Error('DynamoDB is away');
              return world.ledger.transitions(interval);
            },
          },
        }),
      },
      reason: 'other experiments could not be looked up: DynamoDB is away',
      kind: 'check-failed',
    },
    {
      what: 'another one passed the gate at the same moment',
      scene: meanwhile((world) => recordOther(world, [claimed])),
      reason: 'the experiment other began at the same moment',
      kind: 'overlap',
    },
  ] satisfies { what: string; scene: Scene; reason: string | RegExp; kind?: AbortReason['kind'] }[])(
    'because $what',
    async ({ scene, reason, kind = 'changed' }) => {
      const { outcome, world, record } = await playExperiment(scene);
      const aborted = onlyIf(outcome, 'aborted').reason;
      expect(aborted.text).toMatch(reason);
      expect(aborted.kind).toBe(kind);
      expect(world.injections).toEqual([]);
      expect(record?.injectedAtMs).toBeNull();
    },
  );
});
