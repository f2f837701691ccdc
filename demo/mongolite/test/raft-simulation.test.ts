import { standAside } from '@garbageday/mongolite/raft/member.ts';
import { describe, expect, it } from 'vitest';
import { clients } from './simulation/clients.ts';
import { invariants } from './simulation/invariants.ts';
import { type SimulatedMember, type Simulation, simulation } from './simulation/simulation.ts';

/** More with MONGOLITE_SEEDS=500. */
const seeds = Array.from({ length: Number(process.env['MONGOLITE_SEEDS'] ?? 12) }, (_, at) => at + 1);

/** One disk at a time: a member may lose its disk only while every other one has its own (or has copied it again). */
function canWipe(world: Simulation, victim: SimulatedMember): boolean {
  return world.members.every((member) => member === victim || member.disk.recover().ballot.canVote);
}

function strike(world: Simulation): void {
  const { random, members } = world;
  const victim = random.pick(members);
  const fault = random.below(10);
  if (fault < 3 && victim.raft !== null) world.kill(victim);
  else if (fault < 5 && canWipe(world, victim)) world.wipe(victim);
  else if (fault < 6) world.pause(victim);
  else if (fault < 7) world.isolate(victim);
  else if (fault < 8 && victim.raft !== null) victim.disk.compact(victim.raft, random.below(20));
  else if (fault < 9) world.heal();
  else if (victim.raft !== null) standAside(victim.raft, world.time.nowMs() + 500);
  if (random.chance(0.7)) {
    for (const member of members) {
      if (member.raft === null) world.start(member);
      if (member.isPaused) world.resume(member);
    }
  }
}

function recoverAll(world: Simulation): void {
  world.heal();
  for (const member of world.members) {
    if (member.raft === null) world.start(member);
    if (member.isPaused) world.resume(member);
  }
}

describe('Raft under faults, on virtual time', () => {
  const cases = [
    { members: 3, loss: 0 },
    { members: 3, loss: 0.05 },
    { members: 5, loss: 0.02 },
  ].flatMap((setting) => seeds.map((seed) => ({ ...setting, seed })));

  it.each(cases)('$members members, loss $loss, seed $seed: nothing acknowledged is lost', (setting) => {
    const priorities = Array.from({ length: setting.members }, (_, at) => setting.members - at);
    const world = simulation({ seed: setting.seed, priorities, loss: setting.loss });
    const watch = invariants(world);
    const load = clients(world, 4);
    world.run(1000, watch.check);
    for (let round = 0; round < 40; round++) {
      strike(world);
      world.run(50 + world.random.below(900), watch.check);
    }
    recoverAll(world);
    world.run(6000, watch.check);
    load.stop();
    world.run(1000, watch.check);

    expect(watch.violations).toEqual([]);
    expect(load.staleReads).toEqual([]);
    const histories = world.members.map(({ applied }) => applied.join());
    expect(new Set(histories).size, 'every member has the same history').toBe(1);
    const kept = new Set(world.members[0]?.applied);
    expect([...load.acknowledged].filter((value) => !kept.has(value))).toEqual([]);
    expect(load.acknowledged.size).toBeGreaterThan(200);
    expect(world.members.map(({ raft }) => raft?.canVote)).toEqual(priorities.map(() => true));
  });
});
