/** What every fleet keeps to. */
import type { Clock, Fleet } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';

/** A fleet of one or more groups, each at its desired size and in service. */
export type FleetSubject = { readonly fleet: Fleet; readonly clock: Pick<Clock, 'now'> };

export function describeFleetContract(name: string, make: () => Promise<FleetSubject>): void {
  describe(`the fleet: ${name}`, () => {
    it('has groups of distinct names, each with what it needs to stay n+1', async () => {
      const groups = await (await make()).fleet.groups();
      expect(groups.length).toBeGreaterThan(0);
      expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
      for (const group of groups) {
        expect(group.requiredHealthy).toBeLessThanOrEqual(group.desiredSize);
        expect(group.isRollingOut).toBe(false);
      }
    });

    it('lists every instance under its own group, healthy and in service, with an id that nobody else has', async () => {
      const groups = await (await make()).fleet.groups();
      const instances = groups.flatMap((group) => group.instances);
      expect(new Set(instances.map(({ id }) => id)).size).toBe(instances.length);
      for (const group of groups) {
        expect(group.instances).toHaveLength(group.desiredSize);
        for (const instance of group.instances) {
          expect(instance).toMatchObject({
            group: group.name,
            state: 'running',
            isHealthy: true,
            isInService: true,
          });
          expect(instance.id).toMatch(/^i-[0-9a-z-]+$/);
          expect(instance.tags['garbageday:group']).toBe(group.name);
        }
      }
    });

    it('spreads a group over zones', async () => {
      for (const { instances } of await (await make()).fleet.groups()) {
        expect(new Set(instances.map(({ zone }) => zone)).size).toBe(Math.min(3, instances.length));
      }
    });

    it('gives each instance a slot of its own and a launch time that has passed', async () => {
      const { fleet, clock } = await make();
      for (const { instances } of await fleet.groups()) {
        expect(new Set(instances.map(({ slot }) => slot)).size).toBe(instances.length);
        for (const { launchedAtMs } of instances) expect(launchedAtMs).toBeLessThanOrEqual(clock.now());
      }
    });

    it('answers afresh each time', async () => {
      const { fleet } = await make();
      expect(await fleet.groups()).toEqual(await fleet.groups());
      expect(await fleet.groups()).not.toBe(await fleet.groups());
    });
  });
}
