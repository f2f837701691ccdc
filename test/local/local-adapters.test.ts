/** What the local adapters promise beyond their ports. */
import { join } from 'node:path';
import type { Clock } from '@garbageday/core/ports.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import { localSteps } from '@garbageday/local/steps.ts';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

function ledgerFile() {
  const file = openLedgerFile(join(temporaryDirectory(), 'ledger.sqlite'));
  onTestFinished(file.close);
  return file;
}

it('a lever that is pulled twice keeps the first reason and time', async () => {
  const clock = fakeClock(1);
  const lever = localSafetyLever(ledgerFile(), clock);
  await lever.halt('first');
  await clock.sleep(1);
  await lever.halt('second');
  expect(await lever.position()).toEqual({ kind: 'halted', reason: 'first', sinceMs: 1 });
});

it('a wait that a crash interrupted sleeps only for the rest', async () => {
  const file = ledgerFile();
  const crashing: Clock = { now: () => 0, sleep: () => new Promise<never>(() => {}) };
  void localSteps(file, crashing, 'e').wait('settle', 700);
  await Promise.resolve();
  const clock = fakeClock(200);
  await localSteps(file, clock, 'e').wait('settle', 700);
  expect(clock.now()).toBe(700);
});

it('a poll that a crash interrupted gives up at the time that was set before it', async () => {
  const file = ledgerFile();
  const options = { intervalMs: 100, timeoutMs: 1_000, check: async () => null };
  const crashing: Clock = { now: () => 0, sleep: () => new Promise<never>(() => {}) };
  void localSteps(file, crashing, 'e').waitUntil('whole', options);
  await Promise.resolve();
  const clock = fakeClock(900);
  expect(await localSteps(file, clock, 'e').waitUntil('whole', options)).toBeNull();
  expect(clock.now()).toBe(1_000);
});

it('a step without a result is remembered too', async () => {
  const file = ledgerFile();
  await localSteps(file, fakeClock(0), 'e').run('undo', async () => undefined);
  expect(await localSteps(file, fakeClock(0), 'e').run<unknown>('undo', async () => 'again')).toBeUndefined();
});
