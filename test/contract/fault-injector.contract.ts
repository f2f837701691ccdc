/** What every fault injector keeps to. */
import { type FaultName, faultNames } from '@garbageday/core/chaos/fault.ts';
import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import type { FaultInjector, Permission } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { granted, injectInto } from '../fakes/inject.ts';
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
  readonly faults: readonly FaultName[];
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
    it('says which faults it supports', async () => {
      const { injector } = await make();
      expect([...injector.supports]).toEqual(faults);
    });

    const newer = 'unheard-of' as FaultName;

    it.each([...faultNames.filter((name) => !faults.includes(name)), newer])(
      'injects no %s, says so, and records nothing',
      async (fault) => {
        const { injector, inService, strikes } = await make();
        const target = first(await inService());
        await expect(injectInto(injector, { experimentId: 'e', fault, target })).rejects.toMatchObject({
          code: 'unsupported-fault',
        });
        expect([await injector.recorded('e'), await strikes()]).toEqual([null, 0]);
      },
    );

    it.each(faults)('hits the target, and nobody else, by %s', async (fault) => {
      const { injector, inService } = await make();
      const before = await inService();
      const target = first(before);
      const fromMs = Date.now();
      const handle = await injectInto(injector, { experimentId: 'e', fault, target });
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
      const handle = await injectInto(injector, { experimentId: 'e', fault: 'power-cut', target });
      await eventually('one strike', async () => (await strikes()) === 1);
      await eventually('replaced', async () => (await inService()).length === 3);
      expect(await injectInto(injector, { experimentId: 'e', fault: 'power-cut', target })).toEqual(handle);
      const other = { experimentId: 'e', fault: 'terminate', target: bystander } as const;
      expect(await injectInto(again(), other)).toEqual(handle);
      expect((await inService()).map(({ id }) => id)).toContain(bystander.id);
      expect(await strikes()).toBe(1);
    });

    describe('and the last look', () => {
      const reason = { kind: 'lever', text: 'the safety lever was pulled' } as const;
      const withheld = { kind: 'withheld', reason } as const;
      const stale: Permission = { kind: 'granted', isFresh: () => false };

      it('is allowed for the target, before anything is recorded', async () => {
        const { injector, inService } = await make();
        const target = first(await inService());
        const looks: unknown[] = [];
        const lastLook = async (instanceId: string) => {
          looks.push([instanceId, await injector.recorded('e')]);
          return granted;
        };
        await injector.inject({ experimentId: 'e', fault: 'power-cut', target, lastLook });
        expect(looks).toEqual([[target.id, null]]);
      });

      it('hits nobody and records nothing when it says no', async () => {
        const { injector, inService, strikes } = await make();
        const target = first(await inService());
        const request = { experimentId: 'e', fault: 'power-cut', target } as const;
        expect(await injector.inject({ ...request, lastLook: async () => withheld })).toEqual(withheld);
        expect([await injector.recorded('e'), await strikes()]).toEqual([null, 0]);
      });

      it('looks again when the answer has grown old, and hits nobody when that says no', async () => {
        const { injector, again, inService, strikes } = await make();
        const target = first(await inService());
        const answers: Permission[] = [stale, withheld];
        const lastLook = async () => answers.shift() ?? withheld;
        const request = { experimentId: 'e', fault: 'power-cut', target } as const;
        expect(await injector.inject({ ...request, lastLook })).toEqual(withheld);
        expect(answers).toEqual([]);
        expect(await strikes()).toBe(0);
        const recorded = { handle: { experimentId: 'e', instanceId: target.id }, isCarriedOut: false };
        expect(await injector.recorded('e')).toMatchObject(recorded);
        expect(await again().recorded('e')).toMatchObject(recorded);
      });

      it('gives up when every answer is too old', async () => {
        const { injector, inService, strikes } = await make();
        const target = first(await inService());
        const request = {
          experimentId: 'e',
          fault: 'power-cut',
          target,
          lastLook: async () => stale,
        } as const;
        await expect(injector.inject(request)).rejects.toThrow('too old');
        expect(await strikes()).toBe(0);
      });

      it('is asked about the instance that was recorded, and only that one is hit', async () => {
        const { injector, again, inService, strikes } = await make();
        const [target, bystander] = await inService();
        if (target === undefined || bystander === undefined) throw new Error('too few');
        const request = { experimentId: 'e', fault: 'power-cut', target } as const;
        const answers: Permission[] = [stale, withheld];
        await injector.inject({ ...request, lastLook: async () => answers.shift() ?? withheld });
        const asked: string[] = [];
        const lastLook = async (instanceId: string) => {
          asked.push(instanceId);
          return granted;
        };
        const injection = await again().inject({ ...request, target: bystander, lastLook });
        expect(injection).toMatchObject({ kind: 'injected', handle: { instanceId: target.id } });
        expect(asked).toEqual([target.id]);
        await eventually('one strike', async () => (await strikes()) === 1);
        expect((await inService()).map(({ id }) => id)).toContain(bystander.id);
      });

      it('is not asked about a fault that was carried out: it is too late for a no', async () => {
        const { injector, again, inService } = await make();
        const request = { experimentId: 'e', fault: 'power-cut', target: first(await inService()) } as const;
        const handle = await injectInto(injector, request);
        await eventually('carried out', async () => (await again().recorded('e'))?.isCarriedOut === true);
        const injection = await again().inject({ ...request, lastLook: async () => withheld });
        expect(injection).toEqual({ kind: 'injected', handle });
      });
    });

    it.each(faults)('tells what was recorded, and that it was carried out, by %s', async (fault) => {
      const { injector, again, inService } = await make();
      expect(await injector.recorded('e')).toBeNull();
      const handle = await injectInto(injector, {
        experimentId: 'e',
        fault,
        target: first(await inService()),
      });
      await eventually('carried out', async () => (await injector.recorded('e'))?.isCarriedOut === true);
      expect(await again().recorded('e')).toEqual({ handle, isCarriedOut: true });
      expect(await injector.recorded('another')).toBeNull();
    });

    it('may be asked to keep up what cannot be undone', async () => {
      const { injector, inService } = await make();
      const handle = await injectInto(injector, {
        experimentId: 'e',
        fault: 'power-cut',
        target: first(await inService()),
      });
      await expect(injector.renew(handle)).resolves.toBeUndefined();
    });

    it('may be asked to undo what cannot be undone', async () => {
      const { injector, inService } = await make();
      const handle = await injectInto(injector, {
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
        injectInto(injector, { experimentId: 'e', fault: 'terminate', target: missing }),
      ).rejects.toThrow('i-00000000000000000');
      const handle = await injectInto(injector, { experimentId: 'e', fault: 'terminate', target });
      expect(handle.instanceId).toBe(target.id);
    });

    it('strikes once when many deliveries of one experiment inject at the same moment', async () => {
      const { injector, again, inService, strikes } = await make();
      const [target, bystander] = await inService();
      if (target === undefined || bystander === undefined) throw new Error('too few');
      const other = again();
      const handles = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          injectInto(index % 2 ? injector : other, {
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
