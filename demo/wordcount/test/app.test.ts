import { buildApp } from '@garbageday/wordcount/app.ts';
import { lameDuck } from '@garbageday/wordcount/lame-duck.ts';
import { watchReadiness } from '@garbageday/wordcount/readiness.ts';
import { DeadlineError } from '@garbageday/wordcount/retry-until.ts';
import type { WordStore } from '@garbageday/wordcount/word-store.ts';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

type Inserted = { readonly word: string; readonly requestId: string };

function calmStore(inserted: Inserted[]): WordStore {
  return {
    insert: async (word, requestId) => inserted.push({ word, requestId }),
    count: async () => 5,
    top: async (limit) =>
      Array.from({ length: limit }, (_, rank) => ({ word: `w<${rank}`, count: 1000 - rank })),
    list: async () => [{ word: 'a', count: 1 }],
  };
}

function start(
  options: {
    readonly store?: Partial<WordStore>;
    readonly isReady?: boolean;
    readonly drainMs?: number;
  } = {},
) {
  const inserted: Inserted[] = [];
  const duck = lameDuck(options.drainMs ?? 1000);
  const app = buildApp({
    instance: 'i-7',
    store: { ...calmStore(inserted), ...options.store },
    readiness: { isReady: () => options.isReady ?? true },
    duck,
  });
  onTestFinished(() => app.close());
  return { app, inserted, duck };
}

describe('the HTTP face of the word counter', () => {
  it.each(['GET', 'POST'] as const)('%s /insert/:word counts once under the request id', async (method) => {
    const { app, inserted } = start();
    const reply = await app.inject({ method, url: '/insert/hello', headers: { 'x-request-id': 'r-1' } });
    expect(reply.json()).toEqual({ word: 'hello', count: 1, instance: 'i-7' });
    expect(reply.headers['x-instance']).toBe('i-7');
    expect(inserted).toEqual([{ word: 'hello', requestId: 'r-1' }]);
  });

  it('takes a POST with any body, or an empty one of a type', async () => {
    const { app } = start();
    const headers = { 'content-type': 'application/json' };
    for (const payload of ['{"not json', '', 'x'.repeat(1000)])
      expect(await app.inject({ method: 'POST', url: '/insert/a', headers, payload })).toMatchObject({
        statusCode: 200,
      });
  });

  it('refuses a body over 1 MiB', async () => {
    const { app } = start();
    const payload = 'x'.repeat(1_048_577);
    expect(await app.inject({ method: 'POST', url: '/insert/a', payload })).toMatchObject({
      statusCode: 413,
    });
  });

  it('HEAD does not count', async () => {
    const { app, inserted } = start();
    expect((await app.inject({ method: 'HEAD', url: '/insert/hello' })).statusCode).toBe(404);
    expect(inserted).toEqual([]);
  });

  it('reads a word in any script from its URL', async () => {
    const { app } = start();
    expect((await app.inject(`/get/${encodeURIComponent('слово')}`)).json()).toMatchObject({
      word: 'слово',
      count: 5,
    });
  });

  it.each(['/insert/two%20words', `/get/${'x'.repeat(65)}`, `/get/${'x'.repeat(3000)}`, '/insert/%24inc'])(
    'says 400 and the rule to %s',
    async (url) => {
      const { app, inserted } = start();
      const reply = await app.inject(url);
      expect(reply.statusCode).toBe(400);
      expect(reply.json().error).toContain('1 to 64');
      expect(inserted).toEqual([]);
    },
  );

  it.each([
    ['/insert/%zz', 400],
    ['/nowhere', 404],
    ['/insert/', 400],
  ])('%s is %d with one line of JSON', async (url, status) => {
    const { app } = start();
    const reply = await app.inject(url);
    expect(reply.statusCode).toBe(status);
    expect(reply.json().error).toMatch(/^.+$/);
    expect(reply.json().instance).toBe('i-7');
  });

  it('lists words, and the ten most frequent, as arrays', async () => {
    const { app } = start();
    expect((await app.inject('/get')).json()).toEqual([{ word: 'a', count: 1 }]);
    const toplist = (await app.inject('/toplist')).json();
    expect(toplist).toHaveLength(10);
    expect(toplist[0]).toEqual({ word: 'w<0', count: 1000 });
  });

  it('has a page for a person that says who answered, and escapes what it shows', async () => {
    const { app } = start();
    const reply = await app.inject('/');
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.body).toContain('<code>i-7</code>');
    expect(reply.body).toContain('w&lt;9');
    expect(reply.body).not.toContain('w<9');
  });

  it('says 504, and when to come again, when the database stays away: no other instance would know more', async () => {
    const insert = async () => {
      throw new DeadlineError(8000, null);
    };
    const reply = await start({ store: { insert } }).app.inject('/insert/a');
    expect(reply).toMatchObject({ statusCode: 504, headers: { 'retry-after': '1' } });
    expect(reply.json().error).toBe('The database did not answer within 8 s.');
  });

  it('says 500 in one line when something else is wrong', async () => {
    const count = async () => {
      throw new Error('first\nsecond');
    };
    const reply = await start({ store: { count } }).app.inject('/get/a');
    expect(reply.statusCode).toBe(500);
    expect(reply.json().error).toBe('first second');
  });
});

describe('health', () => {
  it('is alive whatever the database does, and ready only with it', async () => {
    const { app } = start({ isReady: false });
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    const reply = await app.inject('/readyz');
    expect(reply.statusCode).toBe(503);
    expect(reply.json().status).toBe('database-away');
  });

  it('a lame duck fails readiness at once, serves on, and asks to hang up only later', async () => {
    const { app, duck } = start({ drainMs: 60_000 });
    duck.begin();
    expect((await app.inject('/readyz')).json().status).toBe('draining');
    const reply = await app.inject('/insert/a');
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['connection']).not.toBe('close');
  });

  it('asks to hang up in the second half of the drain', async () => {
    const { app, duck } = start({ drainMs: 0 });
    duck.begin();
    expect((await app.inject('/insert/a')).headers['connection']).toBe('close');
  });
});

describe('readiness', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const watch = (ping: () => Promise<void>) => {
    const readiness = watchReadiness({ ping, intervalMs: 500, toleranceMs: 3000 });
    onTestFinished(readiness.stop);
    return readiness;
  };

  it('needs a first good ping', async () => {
    const readiness = watch(async () => {});
    expect(readiness.isReady()).toBe(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(readiness.isReady()).toBe(true);
  });

  it('does not flap while the database is away for a failover, and ends when it stays away', async () => {
    let isAway = false;
    const readiness = watch(async () => {
      if (isAway) throw new Error('away');
    });
    await vi.advanceTimersByTimeAsync(1000);
    isAway = true;
    await vi.advanceTimersByTimeAsync(2400);
    expect(readiness.isReady()).toBe(true);
    await vi.advanceTimersByTimeAsync(1200);
    expect(readiness.isReady()).toBe(false);
    isAway = false;
    await vi.advanceTimersByTimeAsync(500);
    expect(readiness.isReady()).toBe(true);
  });

  it('is not vouched for by a ping that hangs, and does not pile pings up', async () => {
    let sent = 0;
    const readiness = watch(() => {
      sent += 1;
      return new Promise<void>(() => {});
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(readiness.isReady()).toBe(false);
    expect(sent).toBeLessThanOrEqual(2);
  });
});
