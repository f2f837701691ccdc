import { propose } from '@garbageday/mongolite/raft/propose.ts';
import type { Outcome } from '@garbageday/mongolite/raft/raft.ts';
import { reconfigure } from '@garbageday/mongolite/raft/reconfigure.ts';
import { votersOf } from '@garbageday/mongolite/raft/replica-set-config.ts';
import { describe, expect, it } from 'vitest';
import { clients } from './simulation/clients.ts';
import { invariants } from './simulation/invariants.ts';
import { type SimulatedMember, type Simulation, simulation } from './simulation/simulation.ts';

const encoder = new TextEncoder();

function three(world: Simulation) {
  return world.members as readonly [SimulatedMember, SimulatedMember, SimulatedMember];
}

function write(member: SimulatedMember, value: string): Outcome[] {
  const outcomes: Outcome[] = [];
  if (member.raft !== null) {
    propose(member.raft, { payload: encoder.encode(value), settle: (outcome) => outcomes.push(outcome) });
  }
  return outcomes;
}

function quiet() {}

describe('who leads', () => {
  it.each([
    [[3, 2, 1], 0],
    [[1, 2, 3], 2],
    [[1, 1, 1], 0],
    [[0, 1, 1], 1],
  ])('with priorities %j member %i is elected first', (priorities, expected) => {
    const world = simulation({ seed: 1, priorities, loss: 0 });
    world.run(200, quiet);
    expect(world.leader()).toBe(`m${expected}:1`);
    expect(world.members[expected]?.raft?.term).toBe(2);
  });

  it('is after a death the next in priority, within 100 ms, and the first again when it is back for 500 ms', () => {
    const world = simulation({ seed: 2, priorities: [3, 2, 1], loss: 0 });
    const load = clients(world, 5);
    const [first, second] = three(world);
    world.run(1000, quiet);
    world.kill(first);
    world.run(100, quiet);
    expect(world.leader()).toBe(second.host);
    world.start(first);
    world.run(400, quiet);
    expect(world.leader(), 'not before it is stable').toBe(second.host);
    world.run(600, quiet);
    expect(world.leader()).toBe(first.host);
    load.stop();
    world.run(500, quiet);
    const stored = new Set(first.applied);
    expect([...load.acknowledged].every((value) => stored.has(value))).toBe(true);
    expect(load.acknowledged.size).toBeGreaterThan(100);
  });

  it('is somebody else after a silence, too, which is not cut short', () => {
    const world = simulation({ seed: 3, priorities: [3, 2, 1], loss: 0 });
    const [first, second] = three(world);
    world.run(1000, quiet);
    world.pause(first);
    world.run(1300, quiet);
    expect(second.raft?.leader).toBe(first.host);
    world.run(700, quiet);
    expect(world.leader()).toBe(second.host);
    world.resume(first);
    world.run(50, quiet);
    expect(first.raft?.role).toBe('follower');
  });

  it('is nobody while only one of three is left, and it says so', () => {
    const world = simulation({ seed: 4, priorities: [3, 2, 1], loss: 0 });
    const [first, second, third] = three(world);
    world.run(1000, quiet);
    world.kill(second);
    world.kill(third);
    world.run(3000, quiet);
    expect(first.raft?.role).not.toBe('leader');
    world.start(second);
    world.run(3000, quiet);
    expect(world.leader()).toBe(first.host);
  });

  it('does not change because a member is cut off and comes back', () => {
    const world = simulation({ seed: 5, priorities: [3, 2, 1], loss: 0 });
    const [first, , third] = three(world);
    world.run(1000, quiet);
    const term = first.raft?.term;
    world.isolate(third);
    world.run(10_000, quiet);
    world.heal();
    world.run(1000, quiet);
    expect(world.leader()).toBe(first.host);
    expect(first.raft?.term).toBe(term);
  });
});

describe('handing over', () => {
  it('to a member that does not react lets the held writes in after all', () => {
    const world = simulation({ seed: 6, priorities: [3, 2, 1], loss: 0 });
    const [first, second] = three(world);
    world.run(1000, quiet);
    world.kill(first);
    world.run(200, quiet);
    world.start(first);
    // Caught up and about to take over, but deaf from the moment when the hand-over begins.
    let outcomes: Outcome[] | null = null;
    world.run(1500, () => {
      if (outcomes !== null || second.raft?.transfer == null) return;
      world.pause(first);
      outcomes = write(second, 'held');
    });
    expect(outcomes).toEqual([expect.objectContaining({ kind: 'applied' })]);
    expect(world.leader()).toBe(second.host);
  });
});

describe('a member that lost its disk', () => {
  it('does not help a leader that was deposed to commit anything', () => {
    const world = simulation({ seed: 7, priorities: [3, 2, 1], loss: 0 });
    const watch = invariants(world);
    const [first, second, third] = three(world);
    world.run(1000, watch.check);
    world.isolate(first);
    world.run(1900, watch.check);
    expect(world.leader()).toBe(second.host);
    const newer = write(second, 'newer');
    world.run(50, watch.check);
    expect(newer).toEqual([expect.objectContaining({ kind: 'applied' })]);
    // Only the deposed leader and the member that forgot everything can talk now.
    world.wipe(third);
    world.isolate(second);
    world.rejoin(first);
    world.start(third);
    expect(first.raft?.role).toBe('leader');
    const older = write(first, 'older');
    world.run(500, watch.check);
    expect(older).toEqual([]);
    expect(third.raft?.canVote).toBe(false);
    world.heal();
    world.run(4000, watch.check);
    expect(older).toEqual([{ kind: 'lost' }]);
    expect(world.members.map(({ applied }) => applied)).toEqual([['newer'], ['newer'], ['newer']]);
    expect(watch.violations).toEqual([]);
  });

  it('does not vote before it has copied everything, and then does', () => {
    const world = simulation({ seed: 8, priorities: [3, 2, 1], loss: 0 });
    const [first, second, third] = three(world);
    world.run(1000, quiet);
    write(first, 'a');
    world.run(100, quiet);
    world.wipe(third);
    world.kill(first);
    world.start(third);
    world.run(5000, quiet);
    expect(world.leader(), 'the second cannot win with a voter that forgot its votes').toBeNull();
    world.start(first);
    world.run(3000, quiet);
    expect(third.raft?.canVote).toBe(true);
    world.kill(first);
    world.run(300, quiet);
    expect(world.leader()).toBe(second.host);
    expect(third.applied).toEqual(['a']);
  });
});

describe('changing the members', () => {
  const join = (world: Simulation, member: SimulatedMember): void => {
    world.start(member);
    world.run(100, quiet);
  };

  it('lets a new member learn before it votes, and takes one voter at a time', () => {
    const world = simulation({ seed: 9, priorities: [3, 2, 1, 1], loss: 0, founders: 3 });
    const [first] = three(world);
    const added = world.members[3] as SimulatedMember;
    world.run(1000, quiet);
    const raft = first.raft;
    const config = raft?.config;
    if (raft == null || config == null) throw new Error('no leader');
    join(world, added);
    const outcomes: Outcome[] = [];
    const member = { id: 3, host: added.host, priority: 1, votes: 1, isNewlyAdded: false } as const;
    const grown = { ...config, version: 2, members: [...config.members, member] };
    expect(reconfigure(raft, grown, (outcome) => outcomes.push(outcome))).toBeNull();
    expect(votersOf(raft.config)).toHaveLength(3);
    expect(reconfigure(raft, { ...grown, version: 3 }, quiet)).toBe('in-progress');
    world.run(500, quiet);
    expect(outcomes).toHaveLength(1);
    expect(votersOf(raft.config)).toContain(added.host);
    expect(added.raft?.canVote).toBe(true);
    const without = { ...grown, version: 9, members: grown.members.slice(0, 2) };
    expect(reconfigure(raft, without, quiet)).toBe('too-many-voters-change');
    expect(reconfigure(raft, { ...grown, version: 1 }, quiet)).toBe('version');
    expect(reconfigure(raft, { ...grown, version: 9, members: grown.members.slice(1) }, quiet)).toBeNull();
    world.run(3000, quiet);
    expect(world.leader(), 'a leader that was removed steps down').toBe('m1:1');
  });
});
