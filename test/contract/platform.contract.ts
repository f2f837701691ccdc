/** What every platform keeps to, whatever its servers are. */
import type { Platform } from '@garbageday/cli/platform/platform.ts';
import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { describe, expect, it } from 'vitest';

export type PlatformSubject = {
  readonly platform: Platform;
  /** The same place, as another process would reach it. */
  readonly again: () => Platform;
};

const nowMs = Date.UTC(2026, 10, 24, 12);

async function transitionsOf(platform: Platform): Promise<readonly Transition[]> {
  const records = await platform.ledger();
  if (records.kind === 'none') return [];
  const found: Transition[] = [];
  // A ledger may be read day by day: all of time would be 20,000 queries.
  const interval = { fromMs: Date.now() - 3_600_000, toMs: Date.now() + 3_600_000 };
  for await (const transition of records.ledger.transitions(interval)) found.push(transition);
  return found;
}

export function describePlatformContract(name: string, make: () => Promise<PlatformSubject>): void {
  describe(`the platform: ${name}`, () => {
    it('says where it is, and whether experiments could run there', async () => {
      const { platform } = await make();
      const { label, isRunning } = await platform.about();
      expect(label).toMatch(/^\S.*\S$/);
      expect(platform.title).toMatch(/^\S.*$/);
      expect(isRunning).toBe(platform.supervision().kind !== 'stopped');
    });

    it('has groups of its configuration, and faults for them', async () => {
      const { platform } = await make();
      const written = (await platform.configuration()).groups.map((group) => group.name);
      const { configuration, supportedFaults } = await platform.setup();
      expect(configuration.groups).not.toEqual([]);
      expect(written).toEqual(expect.arrayContaining(configuration.groups.map((group) => group.name)));
      expect(supportedFaults.size).toBeGreaterThan(0);
      const targets = (await platform.targets()).map((target) => target.name);
      expect(targets.toSorted()).toEqual(configuration.groups.map((group) => group.name).toSorted());
    });

    it('knows no server of a group that could not be named', async () => {
      const { platform } = await make();
      const targets = (await platform.targets()).map((target) => target.name);
      for (const group of await platform.fleet.groups()) expect(targets).toContain(group.name);
    });

    it('draws with a seed, and never ahead of the time', async () => {
      const { draws, configuration } = (await make()).platform;
      expect(draws.seed).not.toBe('');
      const { schedule } = await configuration();
      for (let hour = 0; hour < 48; hour += 1) {
        const atMs = nowMs + hour * 3_600_000;
        expect(draws.asOf(schedule, atMs)).toBeLessThanOrEqual(atMs);
      }
    });

    it('has records that can be read, or says in one line why there are none', async () => {
      const { platform } = await make();
      const records = await platform.ledger();
      if (records.kind === 'none') expect(records.why).toMatch(/^\S.*$/);
      expect(await transitionsOf(platform)).toEqual([]);
    });

    it('has a lever that another process sees pulled and released, with the first reason', async () => {
      const { platform, again } = await make();
      const other = again();
      expect(await platform.lever.position()).toEqual({ kind: 'released' });
      await platform.lever.halt('first');
      await other.lever.halt('second');
      expect(await other.lever.position()).toMatchObject({ kind: 'halted', reason: 'first' });
      await other.lever.resume();
      expect(await platform.lever.position()).toEqual({ kind: 'released' });
      other.close();
    });

    it('tells everyone the same time at which the lever was moved, and no move for a repeat', async () => {
      const { platform, again } = await make();
      const other = again();
      await platform.lever.halt('why');
      const moved = await platform.lever.lastMove();
      expect(moved.position).toEqual(await platform.lever.position());
      expect(await other.lever.lastMove()).toEqual(moved);
      await other.lever.halt('again');
      expect(await platform.lever.lastMove()).toEqual(moved);
      if (moved.movedAtMs === null) expect(platform.events).toBeNull();
      other.close();
    });

    it('tells what rings, or that nothing does here', async () => {
      const { alerts } = (await make()).platform;
      expect((await alerts?.firing()) ?? []).toEqual([]);
    });

    it('starts nothing in a group that is not there, and records nothing', async () => {
      const { platform } = await make();
      const request = { group: 'nobody', fault: null, mode: 'armed' } as const;
      await expect(platform.start(request)).rejects.toBeInstanceOf(UsageError);
      expect(await transitionsOf(platform)).toEqual([]);
    });

    it('leaves an error alone that is not its own', async () => {
      const { explain } = (await make()).platform;
      for (const error of [new UsageError('what was typed'), new Error('a bug')])
        expect(await explain(error)).toBe(error);
    });

    it('may be closed unused, and twice', async () => {
      const { again } = await make();
      const unused = again();
      unused.close();
      expect(unused.close()).toBeUndefined();
    });
  });
}
