import { lossRecorder } from '@garbageday/local/loss-recorder.ts';
import type { DeathCause, StackEvent } from '@garbageday/local/stack-event.ts';
import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../fakes/memory-ledger.ts';

function died(id: string, atMs: number, changes: { group?: string; cause?: DeathCause } = {}): StackEvent {
  const { group = 'web', cause = 'crash' } = changes;
  const instance = { id, group, slot: `${group}-b`, zone: 'b' };
  return { kind: 'died', instance, how: 'killed by SIGKILL', cause, sinceMs: atMs - 300, atMs };
}

function whole(group: string, atMs: number): StackEvent {
  return { kind: 'whole', group, afterMs: 0, atMs };
}

async function recorded(...events: readonly StackEvent[]) {
  const ledger = memoryLedger();
  await ledger.watchLosses(0);
  const failures: unknown[] = [];
  const record = lossRecorder(ledger, (error) => failures.push(error));
  events.forEach(record);
  expect(failures).toEqual([]);
  return (await ledger.losses({ fromMs: 0, toMs: 1_000_000 }))?.losses;
}

describe('what the stack loses by itself', () => {
  it('is recorded from the second in which it began to fail until its group is whole again', async () => {
    expect(await recorded(whole('web', 5_000), died('i-1', 10_200), whole('web', 12_345))).toEqual([
      {
        ...{ instanceId: 'i-1', group: 'web', slot: 'web-b', zone: 'b', atMs: 10_200 },
        window: { fromMs: 9_000, toMs: 70_200 },
        wholeAtMs: 12_345,
      },
    ]);
  });

  it('waits for its own group, and the whole group for nobody twice', async () => {
    const losses = await recorded(
      died('i-1', 10_000),
      died('i-2', 11_000),
      died('i-3', 11_500, { group: 'data' }),
      whole('web', 12_000),
      whole('web', 20_000),
    );
    expect(losses?.map(({ instanceId, wholeAtMs }) => [instanceId, wholeAtMs])).toEqual([
      ['i-1', 12_000],
      ['i-2', 12_000],
      ['i-3', null],
    ]);
  });

  it.each<[DeathCause, number]>([
    ['crash', 1],
    ['unhealthy', 1],
    ['fault', 0],
    ['smaller-group', 0],
    ['failed-start', 0],
  ])('counts a death by %s as %i', async (cause, count) => {
    expect(await recorded(died('i-1', 10_000, { cause }))).toHaveLength(count);
  });

  it('is not forgotten in silence when the ledger cannot be written', async () => {
    const full = new Error('no space left');
    const ledger = { recordLoss: () => Promise.reject(full), recordWhole: () => Promise.reject(full) };
    const failed = Promise.withResolvers<unknown>();
    lossRecorder(ledger, failed.resolve)(died('i-1', 10_000));
    expect(await failed.promise).toBe(full);
  });
});
