import type { AbortReason } from '@garbageday/core/chaos/abort-reason.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
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
import { wholeGroup } from '../../fakes/simulated-world.ts';

const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };
const lifeOfAKill = ['drawn', 'claimed', 'baseline', 'injected', 'recovering', 'completed'];

describe('an experiment that must end at once', () => {
  /** Something happens at the first look at the alerts after the fault. */
  const afterTheFault = (happen: (world: World) => void | Promise<void>): Scene => ({
    prepare: (world) => ({
      alerts: {
        firing: async () => {
          if (world.injections.length > 0) await happen(world);
          return world.alerts.firing();
        },
      },
    }),
  });

  it.each([
    {
      what: 'the lever is pulled',
      scene: afterTheFault((world) => world.lever.halt('enough')),
      reason: { kind: 'lever', text: 'the safety lever was pulled: enough' },
    },
    {
      what: 'an alert fires',
      scene: afterTheFault((world) => {
        world.burning.push({ slo: 'probe', severity: 'page', burn: 20 });
      }),
      reason: { kind: 'alert', text: 'a page-level alert fired: probe' },
    },
    {
      what: 'nobody can tell whether an alert fires',
      scene: afterTheFault(() => {
        throw new Error('CloudWatch is away');
      }),
      reason: { kind: 'check-failed', text: 'the stop conditions could not be checked: CloudWatch is away' },
    },
  ])('is undone and aborted when $what, with what users felt until then', async ({ scene, reason }) => {
    const { outcome, world, states } = await playExperiment(scene);
    const aborted = onlyIf(outcome, 'aborted');
    expect(aborted).toMatchObject({ reason, impact: { probes: { bad: 0 }, replaceMs: null } });
    expect(aborted.injectedAtMs).toBe(world.injections[0]?.handle.injectedAtMs);
    expect(world.undone).toHaveLength(1);
    expect(states).toEqual([...lifeOfAKill.slice(0, -1), 'aborted']);
  });

  it('is aborted while it waits for the replacement, too', async () => {
    const { outcome } = await playExperiment({
      prepare: (world) => ({
        alerts: {
          firing: async () =>
            world.clock.now() > (world.injections[0]?.handle.injectedAtMs ?? Infinity) + 1_000
              ? [{ slo: 'probe', severity: 'page', burn: 20 }]
              : [],
        },
      }),
    });
    expect(onlyIf(outcome, 'aborted').impact).toMatchObject({ detectMs: 300, replaceMs: null });
  });

  it('does not abort because a poll could not see the fleet', async () => {
    const { outcome } = await playExperiment({
      prepare: (world) => {
        let polls = 0;
        return {
          fleet: {
            groups: async () => {
              polls += 1;
              if (world.injections.length > 0 && polls % 2 === 0) throw new Error('throttled');
              return world.fleet.groups();
            },
          },
        };
      },
    });
    expect(onlyIf(outcome, 'completed').judgement.verdict).toBe('pass');
  });
});

describe('a watch that cannot see the fleet', () => {
  /** From so long after the fault until so long after it, asking for the fleet fails. */
  const blind = (fromMs: number, toMs: number): NonNullable<Scene['prepare']> => {
    return (world) => ({
      fleet: {
        groups: async () => {
          const [first] = world.injections;
          const sinceMs = first === undefined ? -1 : world.clock.now() - first.handle.injectedAtMs;
          if (sinceMs >= fromMs && sinceMs < toMs) throw new Error('EC2 said no');
          return world.fleet.groups();
        },
      },
    });
  };

  it.each([
    { what: 'ever again', fromMs: 0, toMs: Number.POSITIVE_INFINITY, detectMs: null },
    { what: 'once it was let go of', fromMs: 400, toMs: Number.POSITIVE_INFINITY, detectMs: 300 },
  ])('$what is inconclusive: that nobody saw it whole does not make it broken', async (scene) => {
    const { outcome, states } = await playExperiment({ prepare: blind(scene.fromMs, scene.toMs) });
    const { judgement, impact } = onlyIf(outcome, 'completed');
    expect(impact).toMatchObject({ detectMs: scene.detectMs, replaceMs: null });
    expect(judgement).toEqual({
      verdict: 'inconclusive',
      reasons: ['It is not known whether the group was whole again in time: EC2 said no.'],
    });
    expect(states).toEqual(lifeOfAKill);
  });

  it('until it was too late does not take the recovery for a late one', async () => {
    const hypothesis = { maxBadProbes: 0, maxP99Ms: 500, maxRecoverMs: 6_000 };
    const { outcome } = await playExperiment({ prepare: blind(400, 9_000), plan: { hypothesis } });
    const { judgement, impact } = onlyIf(outcome, 'completed');
    expect(impact.replaceMs).toBe(9_000);
    expect(judgement.verdict).toBe('inconclusive');
  });

  it('for a while does not know when the target was let go of', async () => {
    const { outcome } = await playExperiment({ prepare: blind(0, 2_000) });
    const { judgement, impact } = onlyIf(outcome, 'completed');
    expect(impact).toMatchObject({ detectMs: null, replaceMs: 4_000 });
    expect(judgement.verdict).toBe('pass');
  });

  it('takes one last look when the time is up', async () => {
    const { outcome } = await playExperiment({
      world: { replaceMs: 20_001 },
      prepare: (world) => ({
        fleet: {
          groups: async () => {
            const groups = await world.fleet.groups();
            if (world.injections.length > 0) await world.clock.sleep(70);
            return groups;
          },
        },
      }),
    });
    expect(onlyIf(outcome, 'completed').impact.replaceMs).toBeGreaterThan(20_000);
  });
});

describe('an experiment that is withheld at the last moment', () => {
  const onceClaimed = (happen: (world: World) => Promise<unknown>): Scene => ({
    prepare: (world) => ({
      events: {
        publish: async (event) => {
          await world.events.publish(event);
          if (event.kind === 'transition' && event.transition.state.kind === 'baseline') await happen(world);
        },
      },
    }),
  });

  it.each([
    {
      what: 'the lever is pulled',
      scene: onceClaimed((world) => world.lever.halt('wait')),
      reason: { kind: 'lever', text: 'the safety lever was pulled: wait' },
    },
    {
      what: 'another experiment passed the gate at the same moment',
      scene: onceClaimed((world) => recordOther(world, [claimed])),
      reason: { kind: 'overlap', text: 'the experiment other began at the same moment' },
    },
    {
      what: 'the process slept for a minute',
      scene: onceClaimed((world) => world.clock.sleep(60_001)),
      reason: {
        kind: 'stale-decision',
        text: 'the decision to go ahead was 60001 ms old; it holds for 60000 ms',
      },
    },
    {
      what: 'the ledger is away',
      scene: {
        prepare: (world: World) => ({
          ledger: {
            ...world.ledger,
            transitions: (interval) => {
              if (statesOf(world).includes('baseline')) throw new Error('DynamoDB is away');
              return world.ledger.transitions(interval);
            },
          },
        }),
      },
      reason: { kind: 'check-failed', text: 'other experiments could not be looked up: DynamoDB is away' },
    },
    {
      what: 'the fault cannot be injected',
      scene: {
        prepare: (world: World) => ({
          injector: { ...world.injector, inject: () => Promise.reject(new Error('no such process')) },
        }),
      },
      reason: { kind: 'not-injected', text: 'the fault could not be injected: no such process' },
    },
  ] satisfies { what: string; scene: Scene; reason: AbortReason }[])(
    'is aborted without an impact because $what',
    async ({ scene, reason }) => {
      const { outcome, world } = await playExperiment(scene);
      expect(onlyIf(outcome, 'aborted')).toMatchObject({ reason, injectedAtMs: null, impact: null });
      expect(world.injections).toEqual([]);
      // In case an injection did happen, and a crash lost the answer.
      expect(world.undone).toEqual(['gameday-x-1']);
    },
  );
});

describe('an experiment whose ports fail', () => {
  it.each(['injected', 'recovering'])(
    'undoes the fault before it gives up because %s cannot be recorded',
    async (kind) => {
      const worlds: World[] = [];
      const failing = playExperiment({
        world: { groups: [wholeGroup()] },
        prepare: (world) => {
          worlds.push(world);
          return {
            ledger: {
              ...world.ledger,
              recordTransition: async (transition) => {
                if (transition.state.kind === kind) throw new Error('full');
                return world.ledger.recordTransition(transition);
              },
            },
          };
        },
      });
      await expect(failing).rejects.toThrow('full');
      expect(worlds[0]?.undone).toEqual(['gameday-x-1']);
    },
  );
});
