import { join } from 'node:path';
import type { SafetyLever } from '@garbageday/core/ports.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryLever } from '../fakes/memory-lever.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** `again` reaches for the same lever as another process would. `now` sets the time in which both live. */
type Subject = {
  readonly lever: SafetyLever;
  readonly again: () => SafetyLever;
  readonly setNow: (nowMs: number) => void;
};

function local(): Subject {
  const path = join(temporaryDirectory(), 'ledger.sqlite');
  let nowMs = 0;
  const open = () => {
    const file = openLedgerFile(path);
    onTestFinished(file.close);
    return localSafetyLever(file, { now: () => nowMs, sleep: async () => {} });
  };
  return {
    lever: open(),
    again: open,
    setNow: (value) => {
      nowMs = value;
    },
  };
}

function memory(): Subject {
  let nowMs = 0;
  const lever = memoryLever({ now: () => nowMs });
  return {
    lever,
    again: () => lever,
    setNow: (value) => {
      nowMs = value;
    },
  };
}

describe.each([
  { name: 'local', make: local },
  { name: 'memory', make: memory },
])('the safety lever: $name', ({ make }) => {
  it('is released until someone pulls it', async () => {
    expect(await make().lever.position()).toEqual({ kind: 'released' });
  });

  it('says why and since when it is pulled', async () => {
    const { lever, setNow } = make();
    setNow(1_234);
    await lever.halt('the shop is on fire');
    setNow(9_999);
    expect(await lever.position()).toEqual({
      kind: 'halted',
      reason: 'the shop is on fire',
      sinceMs: 1_234,
    });
  });

  it('is seen pulled, and released, from another process at once', async () => {
    const { lever, again } = make();
    const other = again();
    await lever.halt('stop');
    expect((await other.position()).kind).toBe('halted');
    await other.resume();
    expect(await lever.position()).toEqual({ kind: 'released' });
  });

  it('stays pulled when it is pulled again, and is released once', async () => {
    const { lever } = make();
    await lever.halt('first');
    await lever.halt('second');
    expect((await lever.position()).kind).toBe('halted');
    await lever.resume();
    expect((await lever.position()).kind).toBe('released');
  });

  it('may be released when nobody pulled it', async () => {
    const { lever } = make();
    await lever.resume();
    expect(await lever.position()).toEqual({ kind: 'released' });
  });
});
