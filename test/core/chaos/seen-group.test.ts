/** The group as the gate saw it: recorded with the claim, capped, and told to no one. */
import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import { groupRecordOf, stepName } from '@garbageday/core/chaos/transitions.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentPlan } from '../../fakes/experiment.ts';
import { journalSteps } from '../../fakes/journal-steps.ts';
import { playExperiment } from '../../fakes/play-experiment.ts';
import { instance, wholeGroup, worldStartMs } from '../../fakes/simulated-world.ts';

async function claimedIn(played: Awaited<ReturnType<typeof playExperiment>>) {
  const { ledger } = played.world;
  for await (const { state } of ledger.transitions({ fromMs: worldStartMs, toMs: worldStartMs + 3_600_000 }))
    if (state.kind === 'claimed') return state;
  throw new Error('nothing was claimed');
}

describe('the record of a claim', () => {
  it.each(['armed', 'dry-run'] as const)('holds all members, hit or not: %s', async (mode) => {
    const played = await playExperiment({ plan: experimentPlan({ mode }) });
    const { target, seen } = await claimedIn(played);
    expect(seen).toMatchObject({ desiredSize: 3, size: 3 });
    expect(seen?.members[0]).toEqual({ ...target, state: 'running', isHealthy: true, isInService: true });
    expect(seen?.members.map(({ instanceId }) => instanceId).toSorted()).toEqual([
      ...['i-web-a', 'i-web-b', 'i-web-c'],
    ]);
  });

  it('has none where a version before this one decided, and the experiment goes on', async () => {
    const plan = experimentPlan();
    const played = await playExperiment({
      plan,
      prepare: ({ clock }) => {
        const decided = { decision: { kind: 'cleared', target: instance() }, atMs: clock.now() };
        const journal = new Map([[stepName(plan, 'decide'), JSON.stringify(decided)]]);
        return { steps: journalSteps(clock, journal).steps };
      },
    });
    expect(played.outcome.kind).toBe('completed');
    expect(Object.keys(await claimedIn(played))).toEqual(['kind', 'target']);
  });

  it('is published without them', async () => {
    const { world } = await playExperiment();
    const states = world.published.flatMap((event) =>
      event.kind === 'transition' && event.transition.state.kind === 'claimed'
        ? [event.transition.state]
        : [],
    );
    expect(states.map((state) => Object.keys(state))).toEqual([['kind', 'target']]);
  });
});

describe('the members of a group of any size', () => {
  const member = fc.record({
    slot: fc.constantFrom('web-a', 'web-b', 'web-c', 'x'.repeat(200)),
    state: fc.constantFrom('pending', 'running', 'shutting-down', 'terminated'),
    isHealthy: fc.boolean(),
    isInService: fc.boolean(),
  });

  it('are counted, and at most 20 of them listed, the target first', () => {
    const check = (changes: readonly Partial<Instance>[], at: number) => {
      const target = instance({ id: 'target', slot: 'web-m' });
      const others = changes.map((each, index) => instance({ ...each, id: `i-${index}` }));
      const group = wholeGroup({ instances: others.toSpliced(at, 0, target) });
      const { size, members } = groupRecordOf(group, 'target');
      const there = others.filter(({ state }) => state !== 'terminated').length + 1;
      expect([size, members.length]).toEqual([there, Math.min(20, there)]);
      expect(members[0]?.instanceId).toBe('target');
      const slots = members.slice(1).map(({ slot }) => slot);
      expect(slots).toEqual(slots.toSorted());
      expect(groupRecordOf(wholeGroup({ instances: group.instances.toReversed() }), 'target')).toEqual({
        ...{ desiredSize: 3, size, members },
      });
      expect(JSON.stringify(members).length).toBeLessThan(10_000);
    };
    fc.assert(fc.property(fc.array(member, { maxLength: 60 }), fc.nat({ max: 60 }), check));
  });
});
