import { join } from 'node:path';
import { systemClock } from '@garbageday/local/clock.ts';
import { localFaultInjector } from '@garbageday/local/fault-injector.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { injectInto } from '../fakes/inject.ts';
import { eventually } from '../local/eventually.ts';
import { sleepingGroup } from '../local/sleeping-group.ts';
import { describeFaultInjectorContract, first, type InjectorSubject } from './fault-injector.contract.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Leases of the subject, milliseconds. */
const leaseMs = 400;

async function local(): Promise<InjectorSubject> {
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
    inService: async () => subject.group.describe().instances.filter(({ isInService }) => isInService),
    strikes: async () => subject.incidents.filter(({ kind }) => kind === 'died' || kind === 'hung').length,
  };
}

describeFaultInjectorContract('local', { faults: ['terminate', 'power-cut', 'hang'], make: local });

describe('a hang', () => {
  it('is undone as often as it is asked to', async () => {
    const { injector, inService } = await local();
    const target = first(await inService());
    const handle = await injectInto(injector, { experimentId: 'e', fault: 'hang', target });
    expect((await inService()).map(({ id }) => id)).not.toContain(target.id);
    await injector.undo(handle);
    await injector.undo(handle);
    expect((await inService()).map(({ id }) => id)).toContain(target.id);
  });

  it('is undone by another process too', async () => {
    const { injector, again, inService } = await local();
    const target = first(await inService());
    const handle = await injectInto(injector, { experimentId: 'e', fault: 'hang', target });
    await again().undo(handle);
    expect((await inService()).map(({ id }) => id)).toContain(target.id);
  });

  it('undoes itself when nobody renews its lease', async () => {
    const { injector, inService } = await local();
    const target = first(await inService());
    await injectInto(injector, { experimentId: 'e', fault: 'hang', target });
    await eventually('back in service', async () => (await inService()).some(({ id }) => id === target.id));
  });

  it('lasts for its duration, many leases long, while it is renewed, and then undoes itself', async () => {
    const { injector, inService } = await local();
    const target = first(await inService());
    const durationMs = 5 * leaseMs;
    const handle = await injectInto(injector, { experimentId: 'e', fault: 'hang', durationMs, target });
    expect(handle).toMatchObject({ fault: 'hang', durationMs });
    await eventually('back in service', async () => {
      await injector.renew(handle);
      return (await inService()).some(({ id }) => id === target.id);
    });
    const lastedMs = Date.now() - handle.injectedAtMs;
    expect(lastedMs).toBeGreaterThanOrEqual(durationMs);
    expect(lastedMs).toBeLessThan(patience(durationMs + leaseMs));
  });

  it('is over long before its duration when it is renewed no more', async () => {
    const { injector, inService } = await local();
    const target = first(await inService());
    const hang = { experimentId: 'e', fault: 'hang', durationMs: 60_000, target } as const;
    const handle = await injectInto(injector, hang);
    await eventually('half the lease', () => Date.now() - handle.injectedAtMs > leaseMs / 2);
    await injector.renew(handle);
    await eventually('back in service', async () => (await inService()).some(({ id }) => id === target.id));
    expect(Date.now() - handle.injectedAtMs).toBeGreaterThanOrEqual(leaseMs * 1.4);
  });

  it('does not come back when it is renewed after its end', async () => {
    const { injector, inService } = await local();
    const target = first(await inService());
    const handle = await injectInto(injector, {
      experimentId: 'e',
      fault: 'hang',
      durationMs: 60_000,
      target,
    });
    await injector.undo(handle);
    await injector.renew(handle);
    expect((await inService()).map(({ id }) => id)).toContain(target.id);
  });
});
