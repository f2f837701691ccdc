import { outcomeOf } from '@garbageday/core/chaos/transitions.ts';
import { describe, expect, it } from 'vitest';
import { impact, lever } from '../../fakes/experiment.ts';
import { onlyIf } from '../../fakes/only-if.ts';
import { playExperiment, recordOther, type Scene, type World } from '../../fakes/play-experiment.ts';
import { worldStartMs } from '../../fakes/simulated-world.ts';

const inTrouble = { error: 'reset' as const };
const lifeOfAKill = ['drawn', 'claimed', 'baseline', 'injected', 'recovering', 'completed'];

describe('an experiment that users do not notice', () => {
  it('passes, and says when the group let go of the target and was whole again', async () => {
    const { outcome, world } = await playExperiment();
    const completed = onlyIf(outcome, 'completed');
    expect(completed.judgement.verdict).toBe('pass');
    expect(completed.impact).toMatchObject({
      detectMs: 300,
      replaceMs: 4_000,
      recoverMs: 0,
      budgetSpent: 0,
      coverage: 1,
      probes: { sent: (completed.impact.toMs - completed.impact.fromMs) / 100, bad: 0 },
    });
    expect(completed.target.instanceId).toBe(world.injections[0]?.target.id);
  });

  it('covers the time from the injection until the group was whole, and the time to settle', async () => {
    const { outcome } = await playExperiment();
    const { impact: felt, injectedAtMs } = onlyIf(outcome, 'completed');
    expect(felt.fromMs).toBe(Math.floor(injectedAtMs / 1_000) * 1_000);
    expect(felt.toMs).toBe(Math.ceil((injectedAtMs + 4_000 + 3_000) / 1_000) * 1_000);
  });

  it('goes through every state in order, each recorded and published once', async () => {
    expect((await playExperiment()).states).toEqual(lifeOfAKill);
  });

  it('undoes the fault, even one that cannot be undone', async () => {
    expect((await playExperiment()).world.undone).toEqual(['gameday-x-1']);
  });

  it('is the same outcome when the ledger is read again', async () => {
    const { outcome, record } = await playExperiment();
    expect(record && outcomeOf(record)).toEqual(outcome);
  });

  it('hits the same victim for the same seed', async () => {
    const victims = await Promise.all(
      ['x', 'x', 'y', 'z'].map(async (seed) => {
        const { world } = await playExperiment({ plan: { seed } });
        return world.injections[0]?.target.slot;
      }),
    );
    expect(victims[0]).toBe(victims[1]);
    expect(new Set(victims).size).toBeGreaterThan(1);
  });
});

describe('an experiment on a replica set', () => {
  const scene: Scene = { plan: { group: 'data', role: 'primary', fault: 'power-cut' } };

  it('hits the primary, and ends when there is another and all members are back', async () => {
    const { outcome } = await playExperiment(scene);
    const { target, impact: felt } = onlyIf(outcome, 'completed');
    expect(target.role).toBe('primary');
    expect(felt).toMatchObject({ detectMs: 300, replaceMs: 4_000 });
  });

  it('is not done while there is no primary', async () => {
    const neverElects = (world: World) => ({
      fleet: {
        groups: async () => {
          const groups = await world.fleet.groups();
          if (world.injections.length === 0) return groups;
          const secondaries = groups.map((group) => ({
            ...group,
            instances: group.instances.map((each) => ({ ...each, role: 'secondary' as const })),
          }));
          return secondaries;
        },
      },
    });
    const { outcome } = await playExperiment({
      ...scene,
      plan: { ...scene.plan, role: 'any' },
      prepare: neverElects,
    });
    expect(onlyIf(outcome, 'completed').impact.replaceMs).toBeNull();
  });
});

describe('an experiment that users notice', () => {
  it('fails, with what they felt and what it cost', async () => {
    const { outcome } = await playExperiment({
      world: { probeAt: (_, sinceFaultMs) => (sinceFaultMs !== null && sinceFaultMs < 500 ? inTrouble : {}) },
    });
    const { impact: felt, judgement } = onlyIf(outcome, 'completed');
    expect(judgement.verdict).toBe('fail');
    expect(felt.probes.bad).toBe(5);
    expect(felt.longestBadRun).toBe(5);
    expect(felt.budgetSpent).toBeCloseTo(5 / 25_920, 12);
  });

  it.each([
    { what: 'nobody lets go of the target', world: { detectMs: null, replaceMs: null }, detectMs: null },
    { what: 'nothing replaces it', world: { replaceMs: null }, detectMs: 300 },
  ])('ends after a while when $what, and fails', async ({ world: changes, detectMs }) => {
    const { outcome, world } = await playExperiment({ world: changes });
    const { impact: felt, judgement, injectedAtMs } = onlyIf(outcome, 'completed');
    expect(felt).toMatchObject({ detectMs, replaceMs: null });
    expect(felt.toMs).toBe(Math.ceil((injectedAtMs + 20_000 + 3_000) / 1_000) * 1_000);
    expect(judgement.verdict).toBe('fail');
    expect(world.undone).toHaveLength(1);
  });

  it('has one time to recover, not one to be let go of and another to be replaced', async () => {
    const { outcome } = await playExperiment({ world: { detectMs: 15_000, replaceMs: 22_000 } });
    expect(onlyIf(outcome, 'completed').impact).toMatchObject({ detectMs: 15_000, replaceMs: null });
  });

  it('is charged with what it did, though another experiment disturbed its baseline', async () => {
    const other = { fromMs: worldStartMs + 10_000, toMs: worldStartMs + 12_000 };
    const { outcome } = await playExperiment({
      world: {
        probeAt: (atMs, sinceFaultMs) => {
          const isOthers = atMs >= other.fromMs && atMs < other.toMs;
          return isOthers || (sinceFaultMs !== null && sinceFaultMs < 500) ? inTrouble : {};
        },
      },
      prepare: async (world) => {
        await recordOther(world, [{ kind: 'aborted', reason: lever, impact: impact(other) }]);
        return {};
      },
    });
    expect(onlyIf(outcome, 'completed').impact.budgetSpent).toBeCloseTo(5 / 25_920, 12);
  });

  it('is inconclusive when the users were outside the steady state before it', async () => {
    const slow = { latencyMs: 743 };
    const { outcome } = await playExperiment({ world: { probeAt: () => slow } });
    expect(onlyIf(outcome, 'completed').judgement).toMatchObject({
      verdict: 'inconclusive',
      reasons: [
        expect.stringMatching(/^This was already slow before the kill: p99 7\d\d ms; the limit is 500 ms\.$/),
        expect.stringMatching(/^The p99 rose/),
        expect.stringMatching(/^The users were not back/),
      ],
    });
  });

  it('is inconclusive when the prober goes blind, and waits for slices within bounds', async () => {
    const { outcome, world } = await playExperiment({
      prepare: (world) => ({
        ledger: {
          ...world.ledger,
          slices: (query) =>
            world.ledger.slices({ ...query, toMs: Math.min(query.toMs, worldStartMs + 22_000) }),
        },
      }),
    });
    const { judgement, injectedAtMs } = onlyIf(outcome, 'completed');
    expect(judgement.verdict).toBe('inconclusive');
    expect(world.clock.now()).toBeLessThan(injectedAtMs + 4_000 + 3_000 + 8_000 + 1_000);
  });
});

describe('a dry run', () => {
  const dryRun: Scene = { plan: { mode: 'dry-run' } };

  it('goes through the gate and the selection, and injects nothing', async () => {
    const { outcome, states, world, record } = await playExperiment(dryRun);
    expect(onlyIf(outcome, 'dry-run').target.instanceId).toMatch(/^i-web-/);
    expect(states).toEqual(['drawn', 'claimed']);
    expect(world.injections).toEqual([]);
    expect(record && outcomeOf(record)).toEqual(outcome);
  });

  it('leaves the claim to the real experiment', async () => {
    const { world } = await playExperiment(dryRun);
    expect(await world.ledger.claim('gameday/r1/1', 'real')).toEqual({ kind: 'taken' });
  });
});
