import { join } from 'node:path';
import type { Steps } from '@garbageday/core/ports.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localSteps } from '@garbageday/local/steps.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Journal, journalSteps } from '../fakes/journal-steps.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** `start` begins or, after a crash, continues the execution of that id; `clock` is the time in which it lives. */
type Subject = {
  readonly start: (executionId: string) => Steps;
  readonly clock: { nowMs: number };
};

function local(): Subject {
  const path = join(temporaryDirectory(), 'ledger.sqlite');
  const clock = { nowMs: 0 };
  const start = (executionId: string) => {
    const file = openLedgerFile(path);
    onTestFinished(file.close);
    const sleep = async (ms: number) => {
      clock.nowMs += ms;
    };
    return localSteps(file, { now: () => clock.nowMs, sleep }, executionId);
  };
  return { start, clock };
}

function journal(): Subject {
  const clock = { nowMs: 0 };
  const journals = new Map<string, Journal>();
  const sleep = async (ms: number) => {
    clock.nowMs += ms;
  };
  const start = (executionId: string) => {
    const own = journals.get(executionId) ?? new Map<string, string>();
    journals.set(executionId, own);
    return journalSteps({ now: () => clock.nowMs, sleep }, own).steps;
  };
  return { start, clock };
}

describe.each([
  { name: 'local', make: local },
  { name: 'journal in memory', make: journal },
])('durable steps: $name', ({ make }) => {
  it('run a step once and remember what came out, over a crash', async () => {
    const { start } = make();
    let runs = 0;
    const body = async () => {
      runs += 1;
      return { target: 'i-1', at: [1, 2] };
    };
    await start('e').run('select', body);
    expect(await start('e').run('select', body)).toEqual({ target: 'i-1', at: [1, 2] });
    expect(runs).toBe(1);
  });

  it.each([null, 0, '', false])('remember %o as a result like any other', async (value) => {
    const { start } = make();
    await start('e').run('step', async () => value);
    expect(await start('e').run<unknown>('step', async () => 'ran again')).toEqual(value);
  });

  it('keep steps of other names and other executions apart', async () => {
    const { start } = make();
    const steps = start('e');
    await steps.run('one', async () => 1);
    expect(await steps.run('two', async () => 2)).toBe(2);
    expect(await start('f').run('one', async () => 3)).toBe(3);
  });

  it('forget a step that threw, so that it runs again', async () => {
    const { start } = make();
    const failing = start('e').run('step', async () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await start('e').run('step', async () => 'yes')).toBe('yes');
  });

  it('wait as long as they were told, and not again after a crash', async () => {
    const { start, clock } = make();
    await start('e').wait('settle', 700);
    expect(clock.nowMs).toBe(700);
    await start('e').wait('settle', 700);
    expect(clock.nowMs).toBe(700);
  });

  it('wait until the check is done, asking at the interval', async () => {
    const { start, clock } = make();
    let asked = 0;
    const found = await start('e').waitUntil('healthy', {
      intervalMs: 100,
      timeoutMs: 1_000,
      check: async () => (++asked === 4 ? { done: 'all three' } : null),
    });
    expect([found, asked, clock.nowMs]).toEqual(['all three', 4, 300]);
  });

  it('hand each check the note of the one before', async () => {
    const { start } = make();
    const found = await start('e').waitUntil<string, { readonly asked: number }>('healthy', {
      intervalMs: 100,
      timeoutMs: 1_000,
      check: async (earlier) => {
        const asked = (earlier?.asked ?? 0) + 1;
        return asked === 4 ? { done: `asked ${asked} times` } : { note: { asked } };
      },
    });
    expect(found).toBe('asked 4 times');
  });

  it('give up with null when the time is up, and remember that', async () => {
    const { start, clock } = make();
    const options = { intervalMs: 300, timeoutMs: 1_000, check: async () => null };
    expect(await start('e').waitUntil('healthy', options)).toBeNull();
    expect(clock.nowMs).toBe(1_000);
    const later = { ...options, check: async () => ({ done: 'too late' }) };
    expect(await start('e').waitUntil('healthy', later)).toBeNull();
  });

  it('remember what a check found', async () => {
    const { start } = make();
    const options = { intervalMs: 1, timeoutMs: 1, check: async () => ({ done: 42 }) };
    await start('e').waitUntil('healthy', options);
    const check = async () => Promise.reject(new Error('asked again'));
    expect(await start('e').waitUntil('healthy', { ...options, check })).toBe(42);
  });
});
