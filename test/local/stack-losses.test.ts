/** A real server of a real stack that really dies. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { startStack } from '@garbageday/local/stack.ts';
import { expect, it, onTestFinished } from 'vitest';
import { injectInto } from '../fakes/inject.ts';
import { eventually } from './eventually.ts';
import { childrenOf } from './processes-of.ts';
import { stackRequest } from './stack-request.ts';

async function lossesIn(ledger: Ledger) {
  const record = await ledger.losses({ fromMs: 0, toMs: Date.now() + 1 });
  return record?.losses ?? [];
}

async function booted() {
  const options = stackRequest();
  const stack = await startStack(options);
  onTestFinished(async () => {
    await stack.stop();
    rmSync(options.directory, { recursive: true, force: true });
  });
  const instances = async (): Promise<readonly Instance[]> =>
    (await stack.fleet.groups()).flatMap((group) => group.instances);
  const whole = () =>
    eventually('all whole', async () => (await stack.fleet.groups()).every(isWhole), 30_000);
  return { options, stack, instances, whole };
}

function webServerPid(): number {
  const line = childrenOf(process.pid).find((each) => each.includes('wordcount'));
  return Number.parseInt(line ?? '', 10);
}

it('the stack records whom it lost, until the group is whole, and not whom a fault or its own end took', async () => {
  const { options, stack, instances, whole } = await booted();
  const before = await instances();
  process.kill(webServerPid(), 'SIGKILL');
  const loss = await eventually('recorded', async () => (await lossesIn(stack.ledger))[0]);
  const lost = before.find(({ id }) => id === loss.instanceId);
  expect(loss).toMatchObject({ group: 'web', slot: lost?.slot, zone: lost?.zone, atMs: expect.any(Number) });
  await eventually('made whole', async () => (await lossesIn(stack.ledger))[0]?.wholeAtMs, 30_000);

  const target = (await instances()).find(({ group, state }) => group === 'web' && state === 'running');
  if (target === undefined) throw new Error('nobody to hit');
  await injectInto(stack.injector, { experimentId: 'e', fault: 'power-cut', target });
  const isDead = ({ id, state }: Instance) => id === target.id && state === 'terminated';
  await eventually('dead', async () => (await instances()).some(isDead));
  await whole();
  await stack.stop();

  const file = openLedgerFile(join(options.directory, 'ledger.sqlite'));
  onTestFinished(file.close);
  const after = await lossesIn(localLedger(file));
  expect(after.map(({ instanceId }) => instanceId)).toEqual([loss.instanceId]);
});
