import { readFileSync } from 'node:fs';
import type { Group, Instance } from '@garbageday/core/chaos/fleet.ts';
import { isAlive } from '@garbageday/local/processes/process-start.ts';
import type { DeathCause } from '@garbageday/local/stack-event.ts';
import { describe, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { type SleepingGroup, sleepingGroup } from './sleeping-group.ts';

function living(group: Group): readonly Instance[] {
  return group.instances.filter(({ isInService }) => isInService);
}

function inSlot(group: Group, slot: string): Instance {
  const found = living(group).find((instance) => instance.slot === slot);
  if (found === undefined) throw new Error(`nobody serves in ${slot}`);
  return found;
}

describe('an auto scaling group', () => {
  it('launches its desired size, in lettered slots over zones, opted in by tag', async () => {
    const group = await sleepingGroup({ desiredSize: 4 }).whole();
    expect(group.instances.map(({ slot, zone, state, tags }) => [slot, zone, state, tags])).toEqual(
      [
        ['web-a', 'a'],
        ['web-b', 'b'],
        ['web-c', 'c'],
        ['web-d', 'a'],
      ].map((place) => [...place, 'running', { 'garbageday:group': 'web' }]),
    );
    for (const { id } of group.instances) expect(id).toMatch(/^i-[0-9a-f]{17}$/);
  });

  it('gives the same ids for the same seed, replacements included, and others for another', async () => {
    const idsAfterOneDeath = async (seed: string) => {
      const subject = sleepingGroup({ seed });
      const before = await subject.whole();
      subject.group.cutPower(inSlot(before, 'web-b').id);
      await eventually('replaced', () => subject.group.describe().instances.length === 4);
      return (await subject.whole()).instances.map(({ id }) => id);
    };
    const first = await idsAfterOneDeath('one');
    expect(await idsAfterOneDeath('one')).toEqual(first);
    expect(await idsAfterOneDeath('two')).not.toEqual(first);
    expect(new Set(first).size).toBe(4);
  });

  it('replaces a dead instance in its slot, after the launch delay, under a new id', async () => {
    const subject = sleepingGroup({ launchDelayMs: 150 });
    const victim = inSlot(await subject.whole(), 'web-b');
    process.kill(subject.pidOf(victim.id), 'SIGKILL');
    await eventually('seen dead', () =>
      subject.group.describe().instances.some(({ id, state }) => id === victim.id && state === 'terminated'),
    );
    const group = await subject.whole();
    const successor = inSlot(group, 'web-b');
    expect(successor.id).not.toBe(victim.id);
    expect(successor.zone).toBe('b');
    const dead = group.instances.find(({ id }) => id === victim.id);
    expect(dead).toMatchObject({ state: 'terminated', isHealthy: false, isInService: false });
    expect(successor.launchedAtMs - victim.launchedAtMs).toBeGreaterThanOrEqual(145);
    expect(subject.incidents).toContainEqual({
      kind: 'died',
      instance: expect.objectContaining({ id: victim.id }),
      how: 'killed by SIGKILL',
      cause: 'crash',
      sinceMs: expect.any(Number),
    });
    expect(subject.incidents).toContainEqual({
      kind: 'launched',
      instance: expect.objectContaining({ id: successor.id }),
      replaces: victim.id,
    });
    await eventually('said whole again', () => subject.incidents.filter(({ kind }) => kind === 'whole')[1]);
  });

  it.runIf(process.platform === 'linux')(
    'terminates as EC2 does: SIGTERM, and SIGKILL after the grace',
    async () => {
      const subject = sleepingGroup({
        graceMs: 300,
        script: `sh -c "trap '' TERM; while :; do sleep 0.05; done"`,
      });
      await subject.whole();
      // Give the stubborn shells the moment that they need to set their traps.
      const stubborn = living(subject.group.describe())[0];
      if (stubborn === undefined) throw new Error('nobody');
      await eventually('the trap is set', () => ignoresTerm(subject.pidOf(stubborn.id)));
      const fromMs = performance.now();
      subject.group.terminate(stubborn.id);
      const state = () => subject.group.describe().instances.find(({ id }) => id === stubborn.id)?.state;
      expect(state()).toBe('shutting-down');
      await eventually('dead', () => state() === 'terminated');
      expect(performance.now() - fromMs).toBeGreaterThanOrEqual(290);
      expect(subject.incidents).toContainEqual(expect.objectContaining({ how: 'killed by SIGKILL' }));
    },
  );

  it('needs no SIGKILL for one that goes when it is told', async () => {
    const subject = sleepingGroup({ graceMs: 60_000 });
    const [victim] = living(await subject.whole());
    if (victim === undefined) throw new Error('nobody');
    subject.group.terminate(victim.id);
    await eventually('dead', () => !isAlive(subject.pidOf(victim.id)));
    await eventually('said so', () => subject.incidents.some(({ kind }) => kind === 'died'));
    expect(subject.incidents).toContainEqual(expect.objectContaining({ how: 'killed by SIGTERM' }));
  });

  it('replaces an instance that stays unhealthy while the others are well', async () => {
    const subject = sleepingGroup({ unhealthyMs: 200 });
    const victim = inSlot(await subject.whole(), 'web-b');
    subject.group.hang(victim.id);
    await eventually('terminated', () => subject.incidents.some(({ kind }) => kind === 'terminating'));
    expect(subject.incidents).toContainEqual({
      kind: 'terminating',
      instance: expect.objectContaining({ id: victim.id }),
      why: 'unhealthy',
    });
    expect(inSlot(await subject.whole(), 'web-b').id).not.toBe(victim.id);
  });

  it.each<[string, DeathCause, (subject: SleepingGroup, victim: string) => void]>([
    ['nobody told to go', 'crash', ({ pidOf }, id) => process.kill(pidOf(id), 'SIGKILL')],
    ['fell ill by itself', 'unhealthy', ({ fallIll }, id) => fallIll(id)],
    ['was terminated by a fault', 'fault', ({ group }, id) => group.terminate(id)],
    ['had its power cut by a fault', 'fault', ({ group }, id) => group.cutPower(id)],
    ['was hung by a fault, and replaced for it', 'fault', ({ group }, id) => group.hang(id)],
    ['was one too many', 'smaller-group', ({ group }) => group.setDesiredSize(2)],
  ])('puts down the death of one that %s to: %s', async (_, cause, act) => {
    const subject = sleepingGroup({ unhealthyMs: 200 });
    const victim = inSlot(await subject.whole(), 'web-c');
    act(subject, victim.id);
    const died = { kind: 'died', instance: expect.objectContaining({ id: victim.id }), cause };
    await eventually('dead', () => subject.incidents.some(({ kind }) => kind === 'died'));
    expect(subject.incidents).toContainEqual(expect.objectContaining(died));
  });

  it('puts down to itself what happens to one that is well again after a hang', async () => {
    const subject = sleepingGroup();
    const { id } = inSlot(await subject.whole(), 'web-b');
    const said = (kind: string, times: number) =>
      eventually(`${kind} said`, () => {
        const own = subject.incidents.filter((each) => 'instance' in each && each.instance.id === id);
        return own.filter((each) => each.kind === kind).length === times;
      });
    subject.group.hang(id);
    await said('out-of-service', 1);
    subject.group.resume(id);
    await said('in-service', 2);
    process.kill(subject.pidOf(id), 'SIGKILL');
    await said('died', 1);
    expect(subject.incidents).toContainEqual(expect.objectContaining({ kind: 'died', cause: 'crash' }));
  });

  it('puts down the death of one that never was well to a start that failed', async () => {
    const subject = sleepingGroup({ desiredSize: 1, script: 'false' });
    await eventually('dead', () => subject.incidents.some(({ kind }) => kind === 'died'));
    expect(subject.incidents).toContainEqual(
      expect.objectContaining({ kind: 'died', cause: 'failed-start' }),
    );
  });

  it('replaces nobody when all look ill at once: then it is the check that is wrong', async () => {
    const subject = sleepingGroup({ unhealthyMs: 100 });
    const before = await subject.whole();
    const fromMs = performance.now();
    subject.setIll(true);
    await eventually('well past their patience', () => performance.now() - fromMs > 500);
    subject.setIll(false);
    expect((await subject.whole()).instances.map(({ id }) => id)).toEqual(
      before.instances.map(({ id }) => id),
    );
  });

  it('waits longer and longer for a slot that keeps crashing', async () => {
    const subject = sleepingGroup({ desiredSize: 1, launchDelayMs: 10 });
    await subject.whole();
    subject.setScript('false');
    const [only] = living(subject.group.describe());
    process.kill(subject.pidOf(only?.id ?? ''), 'SIGKILL');
    const launches = () =>
      subject.group
        .describe()
        .instances.map(({ launchedAtMs }) => launchedAtMs)
        .slice(1);
    await eventually('three launches', () => launches().length >= 3);
    const [first = 0, second = 0, third = 0] = launches();
    expect(second - first).toBeGreaterThanOrEqual(450);
    expect(third - second).toBeGreaterThanOrEqual(950);
  });

  it('rolls out while it grows or shrinks, and only then', async () => {
    const subject = sleepingGroup({ desiredSize: 2 });
    expect(subject.group.describe().isRollingOut).toBe(true);
    await subject.whole();
    subject.group.setDesiredSize(3);
    expect(subject.group.describe()).toMatchObject({ desiredSize: 3, isRollingOut: true });
    expect(living(await subject.whole()).map(({ slot }) => slot)).toEqual(['web-a', 'web-b', 'web-c']);
    subject.group.setDesiredSize(1);
    expect(subject.group.describe().isRollingOut).toBe(true);
    expect(living(await subject.whole()).map(({ slot }) => slot)).toEqual(['web-a']);
    process.kill(subject.pidOf(living(subject.group.describe())[0]?.id ?? ''), 'SIGKILL');
    await eventually('seen dead', () => living(subject.group.describe()).length === 0);
    expect(subject.group.describe().isRollingOut).toBe(false);
    await subject.whole();
  });

  it('launches nobody once it is stopped', async () => {
    const subject = sleepingGroup();
    const group = await subject.whole();
    subject.group.stop();
    const pids = group.instances.map(({ id }) => subject.pidOf(id));
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await eventually('all dead', () => !pids.some(isAlive));
    // A sibling that was not stopped shows when a replacement would have been there.
    const sibling = sleepingGroup();
    sibling.group.cutPower(living(await sibling.whole())[0]?.id ?? '');
    await eventually('the sibling replaced its dead', () => sibling.group.describe().instances.length === 4);
    expect(subject.group.describe().instances).toHaveLength(3);
  });

  it('does nothing to an instance that is gone or was never there', async () => {
    const subject = sleepingGroup();
    const [victim] = living(await subject.whole());
    subject.group.cutPower(victim?.id ?? '');
    const isVictim = ({ id }: Instance) => id === victim?.id;
    const state = () => subject.group.describe().instances.find(isVictim)?.state;
    await eventually('terminated', () => state() === 'terminated');
    for (const act of ['terminate', 'cutPower', 'hang', 'resume'] as const) {
      expect(subject.group[act](victim?.id ?? '')).toBe(false);
      expect(subject.group[act]('i-00000000000000000')).toBe(false);
    }
  });
});

/** SIGTERM is signal 15, so bit 14 of the mask of ignored signals, proc(5). */
function ignoresTerm(pid: number): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mask = /^SigIgn:\s+([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return (Number.parseInt(mask.slice(-8), 16) & (1 << 14)) !== 0;
}
