import { join } from 'node:path';
import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import type { FaultInjector } from '@garbageday/core/ports.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { localFaultInjector } from '@garbageday/local/fault-injector.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../local/eventually.ts';
import { sleepingGroup } from '../local/sleeping-group.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** `again` is the injector as another process, or this one after a crash, would open it. */
type Subject = {
  readonly injector: FaultInjector;
  readonly again: () => FaultInjector;
  /** Every instance that is running and in service now. */
  readonly inService: () => readonly Instance[];
  /** How often a fault reached any instance, whatever was said. */
  readonly strikes: () => number;
};

/** Leases of the subject, milliseconds. */
const leaseMs = 400;

async function local(): Promise<Subject> {
  const subject = sleepingGroup();
  await subject.whole();
  const path = join(temporaryDirectory(), 'ledger.sqlite');
  const open = () => {
    const file = openLedgerFile(path);
    const injector = localFaultInjector({ file, groups: [subject.group], clock: systemClock(), leaseMs });
    onTestFinished(() => {
      injector.close();
      file.close();
    });
    return injector;
  };
  return {
    injector: open(),
    again: open,
    inService: () => subject.group.describe().instances.filter(({ isInService }) => isInService),
    strikes: () => subject.incidents.filter(({ kind }) => kind === 'died' || kind === 'hung').length,
  };
}

function first(instances: readonly Instance[]): Instance {
  const [instance] = instances;
  if (instance === undefined) throw new Error('nobody is in service');
  return instance;
}

describe.each([{ name: 'local', make: local }])('the fault injector: $name', ({ make }) => {
  it.each(['terminate', 'power-cut', 'hang'] as const)(
    'hits the target, and nobody else, by %s',
    async (fault) => {
      const { injector, inService } = await make();
      const before = inService();
      const target = first(before);
      const fromMs = Date.now();
      const handle = await injector.inject({ experimentId: 'e', fault, target });
      expect(handle).toMatchObject({ experimentId: 'e', instanceId: target.id, fault });
      expect(handle.injectedAtMs).toBeGreaterThanOrEqual(fromMs);
      await eventually('the target out of service', () => inService().every(({ id }) => id !== target.id));
      const others = before.filter(({ id }) => id !== target.id);
      expect(inService()).toEqual(
        expect.arrayContaining(others.map(({ id }) => expect.objectContaining({ id }))),
      );
    },
  );

  it('injects once per experiment: a repeat, in another process too, returns the first handle', async () => {
    const { injector, again, inService, strikes } = await make();
    const [target, bystander] = inService();
    if (target === undefined || bystander === undefined) throw new Error('too few');
    const handle = await injector.inject({ experimentId: 'e', fault: 'power-cut', target });
    await eventually('one strike', () => strikes() === 1);
    await eventually('replaced', () => inService().length === 3);
    expect(await injector.inject({ experimentId: 'e', fault: 'power-cut', target })).toEqual(handle);
    const other = { experimentId: 'e', fault: 'terminate', target: bystander } as const;
    expect(await again().inject(other)).toEqual(handle);
    expect(inService().map(({ id }) => id)).toContain(bystander.id);
    expect(strikes()).toBe(1);
  });

  it('undoes a hang, as often as it is asked to', async () => {
    const { injector, inService } = await make();
    const target = first(inService());
    const handle = await injector.inject({ experimentId: 'e', fault: 'hang', target });
    expect(inService().map(({ id }) => id)).not.toContain(target.id);
    await injector.undo(handle);
    await injector.undo(handle);
    expect(inService().map(({ id }) => id)).toContain(target.id);
  });

  it('undoes a hang that another process injected', async () => {
    const { injector, again, inService } = await make();
    const target = first(inService());
    const handle = await injector.inject({ experimentId: 'e', fault: 'hang', target });
    await again().undo(handle);
    expect(inService().map(({ id }) => id)).toContain(target.id);
  });

  it('lets a hang undo itself when nobody renews its lease', async () => {
    const { injector, inService } = await make();
    const target = first(inService());
    await injector.inject({ experimentId: 'e', fault: 'hang', target });
    await eventually('back in service', () => inService().some(({ id }) => id === target.id));
  });

  it('renews the lease of a hang when the same injection is asked for again', async () => {
    const { injector, inService } = await make();
    const target = first(inService());
    const request = { experimentId: 'e', fault: 'hang', target } as const;
    const fromMs = performance.now();
    await injector.inject(request);
    await eventually('half the lease', () => performance.now() - fromMs > leaseMs / 2);
    await injector.inject(request);
    await eventually('back in service', () => inService().some(({ id }) => id === target.id));
    expect(performance.now() - fromMs).toBeGreaterThanOrEqual(leaseMs * 1.4);
  });

  it('may be asked to undo what cannot be undone', async () => {
    const { injector, inService } = await make();
    const handle = await injector.inject({
      experimentId: 'e',
      fault: 'power-cut',
      target: first(inService()),
    });
    await expect(injector.undo(handle)).resolves.toBeUndefined();
  });

  it('refuses a target that is not there, and records nothing, so that the experiment may choose again', async () => {
    const { injector, inService } = await make();
    const target = first(inService());
    const missing = { ...target, id: 'i-00000000000000000' };
    await expect(injector.inject({ experimentId: 'e', fault: 'terminate', target: missing })).rejects.toThrow(
      'i-00000000000000000',
    );
    const handle = await injector.inject({ experimentId: 'e', fault: 'terminate', target });
    expect(handle.instanceId).toBe(target.id);
  });
});
