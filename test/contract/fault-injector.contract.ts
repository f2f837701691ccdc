/** What every fault injector keeps to. */
import type { Fault, Instance } from '@garbageday/core/chaos/fleet.ts';
import type { FaultInjector } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { eventually } from '../local/eventually.ts';

/** A group of three in service. `again` is the injector as another process, or this one after a crash, would open it. */
export type InjectorSubject = {
  readonly injector: FaultInjector;
  readonly again: () => FaultInjector;
  /** Every instance that is running and in service now. */
  readonly inService: () => Promise<readonly Instance[]>;
  /** How many instances a fault reached, whatever was said. */
  readonly strikes: () => Promise<number>;
};

export type InjectorContract = {
  /** Those that the platform has. */
  readonly faults: readonly Fault[];
  readonly make: () => Promise<InjectorSubject>;
};

/** Somebody who may be hit. */
export function first(instances: readonly Instance[]): Instance {
  const [instance] = instances;
  if (instance === undefined) throw new Error('nobody is in service');
  return instance;
}

export function describeFaultInjectorContract(name: string, { faults, make }: InjectorContract): void {
  describe(`the fault injector: ${name}`, () => {
    it.each(faults)('hits the target, and nobody else, by %s', async (fault) => {
      const { injector, inService } = await make();
      const before = await inService();
      const target = first(before);
      const fromMs = Date.now();
      const handle = await injector.inject({ experimentId: 'e', fault, target });
      expect(handle).toMatchObject({ experimentId: 'e', instanceId: target.id, fault });
      expect(handle.injectedAtMs).toBeGreaterThanOrEqual(fromMs);
      await eventually('the target out of service', async () =>
        (await inService()).every(({ id }) => id !== target.id),
      );
      const others = before.filter(({ id }) => id !== target.id);
      expect(await inService()).toEqual(
        expect.arrayContaining(others.map(({ id }) => expect.objectContaining({ id }))),
      );
    });

    it('injects once per experiment: a repeat, in another process too, returns the first handle', async () => {
      const { injector, again, inService, strikes } = await make();
      const [target, bystander] = await inService();
      if (target === undefined || bystander === undefined) throw new Error('too few');
      const handle = await injector.inject({ experimentId: 'e', fault: 'power-cut', target });
      await eventually('one strike', async () => (await strikes()) === 1);
      await eventually('replaced', async () => (await inService()).length === 3);
      expect(await injector.inject({ experimentId: 'e', fault: 'power-cut', target })).toEqual(handle);
      const other = { experimentId: 'e', fault: 'terminate', target: bystander } as const;
      expect(await again().inject(other)).toEqual(handle);
      expect((await inService()).map(({ id }) => id)).toContain(bystander.id);
      expect(await strikes()).toBe(1);
    });

    it('may be asked to undo what cannot be undone', async () => {
      const { injector, inService } = await make();
      const handle = await injector.inject({
        experimentId: 'e',
        fault: 'power-cut',
        target: first(await inService()),
      });
      await expect(injector.undo(handle)).resolves.toBeUndefined();
    });

    it('refuses a target that is not there, and records nothing, so that the experiment may choose again', async () => {
      const { injector, inService } = await make();
      const target = first(await inService());
      const missing = { ...target, id: 'i-00000000000000000' };
      await expect(
        injector.inject({ experimentId: 'e', fault: 'terminate', target: missing }),
      ).rejects.toThrow('i-00000000000000000');
      const handle = await injector.inject({ experimentId: 'e', fault: 'terminate', target });
      expect(handle.instanceId).toBe(target.id);
    });

    it('strikes once when many deliveries of one experiment inject at the same moment', async () => {
      const { injector, again, inService, strikes } = await make();
      const [target, bystander] = await inService();
      if (target === undefined || bystander === undefined) throw new Error('too few');
      const other = again();
      const handles = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? injector : other).inject({
            experimentId: 'e',
            fault: 'power-cut',
            target: index % 3 ? target : bystander,
          }),
        ),
      );
      expect(new Set(handles.map((handle) => JSON.stringify(handle))).size).toBe(1);
      await eventually('one strike', async () => (await strikes()) >= 1);
      expect(await strikes()).toBe(1);
    });
  });
}
