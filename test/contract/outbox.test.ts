import { join } from 'node:path';
import { dynamoOutbox } from '@garbageday/aws/dynamo-outbox.ts';
import type { Outbox } from '@garbageday/core/ports.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { localOutbox } from '@garbageday/local/outbox.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryOutbox } from '../fakes/memory-outbox.ts';
import { startDynamoTable } from '../fixtures/dynamo-table.ts';
import { sampleReport } from '../render/sample-report.ts';
import { alert, nowMs, queueing, slackFixture } from '../slack/slack-fixture.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** `again` opens the same outbox as another process would. */
type Subject = { readonly outbox: Outbox; readonly again: () => Outbox };

async function memory(): Promise<Subject> {
  const outbox = memoryOutbox();
  return { outbox, again: () => outbox };
}

async function local(): Promise<Subject> {
  const path = join(temporaryDirectory(), 'ledger.sqlite');
  const open = () => {
    const file = openLedgerFile(path);
    onTestFinished(file.close);
    return localOutbox(file);
  };
  return { outbox: open(), again: open };
}

async function dynamo(): Promise<Subject> {
  const table = await startDynamoTable();
  onTestFinished(table.stop);
  return { outbox: dynamoOutbox(table.connect()), again: () => dynamoOutbox(table.connect()) };
}

async function idsOf(outbox: Outbox): Promise<readonly string[]> {
  return (await outbox.pending(100)).map(({ id }) => id);
}

describe.each([
  { name: 'memory', make: memory },
  { name: 'local', make: local },
  { name: 'DynamoDB', make: dynamo },
])('the outbox: $name', ({ make }) => {
  it('is empty at first', async () => {
    const { outbox } = await make();
    expect(await outbox.pending(10)).toEqual([]);
    expect(await outbox.receipt('none')).toBeNull();
  });

  it('keeps what it is told, whole, for another process to find', async () => {
    const { outbox, again } = await make();
    const body = JSON.stringify({ text: 'quotes " and 日本語 👩‍👩‍👧‍👦 and <tags>' });
    await outbox.enqueue({ id: 'report/2026-11-24', atMs: 1_700_000_000_123, body });
    expect(await again().pending(10)).toEqual([
      { id: 'report/2026-11-24', atMs: 1_700_000_000_123, body, attemptedAtMs: null },
    ]);
  });

  it('gives them back by time, then by id, whatever the order they came in', async () => {
    const { outbox } = await make();
    for (const [id, atMs] of [
      ['late', 30],
      ['b', 20],
      ['a', 20],
      ['early', 1],
    ] as const)
      await outbox.enqueue({ id, atMs, body: id });
    expect(await idsOf(outbox)).toEqual(['early', 'a', 'b', 'late']);
    expect((await outbox.pending(2)).map(({ id }) => id)).toEqual(['early', 'a']);
  });

  it('ignores a repeat while the first one waits, even with another time and body', async () => {
    const { outbox, again } = await make();
    await outbox.enqueue({ id: 'same', atMs: 10, body: 'first' });
    await again().enqueue({ id: 'same', atMs: 99, body: 'second' });
    expect(await outbox.pending(10)).toMatchObject([{ atMs: 10, body: 'first' }]);
  });

  it('ignores a repeat after it was posted', async () => {
    const { outbox, again } = await make();
    await outbox.enqueue({ id: 'same', atMs: 10, body: 'first' });
    for (const message of await outbox.pending(1)) await outbox.markPosted(message, 11);
    await again().enqueue({ id: 'same', atMs: 12, body: 'second' });
    expect(await outbox.pending(10)).toEqual([]);
  });

  it('takes one message once from many who enqueue it at once', async () => {
    const { outbox, again } = await make();
    const other = again();
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 ? outbox : other).enqueue({ id: 'same', atMs: 100 + index, body: 'x' }),
      ),
    );
    expect(await idsOf(outbox)).toEqual(['same']);
  });

  it('forgets what was posted and nothing else', async () => {
    const { outbox, again } = await make();
    for (const id of ['a', 'b', 'c']) await outbox.enqueue({ id, atMs: 1, body: id });
    const [, second] = await outbox.pending(10);
    if (second !== undefined) await outbox.markPosted(second, 40 * dayMs);
    expect(await idsOf(again())).toEqual(['a', 'c']);
  });

  it('remembers the first try, so that whoever comes next knows of it', async () => {
    const { outbox, again } = await make();
    await outbox.enqueue({ id: 'a', atMs: 1, body: 'x' });
    const [message] = await outbox.pending(1);
    if (message === undefined) throw new Error('nothing waits');
    await outbox.markAttempted(message, 50);
    await again().markAttempted(message, 60);
    expect(await again().pending(1)).toEqual([{ id: 'a', atMs: 1, body: 'x', attemptedAtMs: 50 }]);
  });

  it('leaves what was posted posted when a slower poster marks its try', async () => {
    const { outbox, again } = await make();
    await outbox.enqueue({ id: 'a', atMs: 1, body: 'x' });
    const [message] = await outbox.pending(1);
    if (message === undefined) throw new Error('nothing waits');
    await outbox.markPosted(message, 50);
    await again().markAttempted(message, 60);
    await again().markPosted(message, 61);
    expect(await outbox.pending(1)).toEqual([]);
  });

  it('keeps a message of 300 kB, as long as a chart is', async () => {
    const { outbox } = await make();
    const body = 'x'.repeat(300_000);
    for (const id of ['a', 'b', 'c', 'd', 'e']) await outbox.enqueue({ id, atMs: 1, body });
    const waiting = await outbox.pending(10);
    expect(waiting.map((message) => message.body.length)).toEqual([
      300_000, 300_000, 300_000, 300_000, 300_000,
    ]);
  });

  it('keeps receipts, the last one under a key', async () => {
    const { outbox, again } = await make();
    await outbox.putReceipt({ key: 'thread/2026-11-24', value: 'one', atMs: 1 });
    await outbox.putReceipt({ key: 'thread/2026-11-24', value: 'two', atMs: 2 });
    expect(await again().receipt('thread/2026-11-24')).toBe('two');
    expect(await again().receipt('thread/2026-11-25')).toBeNull();
  });

  describe('with posters to Slack', () => {
    it('has each message posted once, in order, by many at once, whose answers get lost', async () => {
      const { outbox, again } = await make();
      const at = await slackFixture(outbox);
      at.slack.plan(...[1, 2, 3].map(() => ({ kind: 'die-after', on: 'chat.postMessage' }) as const));
      const own = queueing(at.clock, again);
      const notices = [1, 2, 3, 4, 5].map((n) => ({
        ...({ name: `alarm-${n}`, state: 'firing', atMs: nowMs + n, text: `Alarm ${n} rings.` } as const),
      }));
      for (const notice of notices) await at.bot({ botToken: null }).notice(notice);
      await Promise.all(notices.map((notice) => at.bot(own()).notice(notice)));
      const rang = at.slack.messages().map(({ text }) => /Alarm \d/.exec(text)?.[0]);
      expect(rang).toEqual(['Alarm 1', 'Alarm 2', 'Alarm 3', 'Alarm 4', 'Alarm 5']);
      expect(await idsOf(outbox)).toEqual([]);
    });

    it('remembers a report, its chart and an open alert across processes', async () => {
      const { outbox, again } = await make();
      const at = await slackFixture(outbox);
      await at.bot({ chart: async () => new Uint8Array(200_000) }).report(sampleReport);
      await at.bot({ outbox: again() }).report(sampleReport);
      await at.bot().alert(alert());
      await at.bot({ outbox: again() }).alert(alert({ state: 'resolved', atMs: nowMs + 60_000 }));
      expect(at.slack.messages()).toHaveLength(4);
      expect(at.slack.messages()[3]?.threadTs).toBe(at.slack.messages()[2]?.ts);
    });
  });

  describe('the lease', () => {
    it('is held by one, who may renew it', async () => {
      const { outbox, again } = await make();
      expect(await outbox.lease({ holder: 'a', nowMs: 0, untilMs: 100 })).toBe(true);
      expect(await again().lease({ holder: 'b', nowMs: 50, untilMs: 150 })).toBe(false);
      expect(await outbox.lease({ holder: 'a', nowMs: 90, untilMs: 190 })).toBe(true);
      expect(await again().lease({ holder: 'b', nowMs: 100, untilMs: 200 })).toBe(false);
    });

    it('goes to the next when its time is over', async () => {
      const { outbox, again } = await make();
      await outbox.lease({ holder: 'a', nowMs: 0, untilMs: 100 });
      expect(await again().lease({ holder: 'b', nowMs: 100, untilMs: 200 })).toBe(true);
      expect(await outbox.lease({ holder: 'a', nowMs: 101, untilMs: 201 })).toBe(false);
    });

    it('goes to the next when it is released, but not by somebody else', async () => {
      const { outbox, again } = await make();
      await outbox.lease({ holder: 'a', nowMs: 0, untilMs: 100 });
      await again().release('b');
      expect(await again().lease({ holder: 'b', nowMs: 1, untilMs: 100 })).toBe(false);
      await outbox.release('a');
      expect(await again().lease({ holder: 'b', nowMs: 1, untilMs: 100 })).toBe(true);
    });

    it('goes to exactly one of many who ask at once', async () => {
      const { outbox, again } = await make();
      const other = again();
      const taken = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          (index % 2 ? outbox : other).lease({ holder: `h${index}`, nowMs: 0, untilMs: 100 }),
        ),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
    });
  });
});
