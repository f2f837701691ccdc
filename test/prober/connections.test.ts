import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { seededRandom } from '@garbageday/core/time/random.ts';
import { connections } from '@garbageday/prober/http/connections.ts';
import type { Client } from '@garbageday/prober/http/request.ts';
import { plainTransport } from '@garbageday/prober/http/transport.ts';
import { describe, expect, it } from 'vitest';
import { alwaysFresh, order, testClient, timer } from './clients.ts';
import { eventually, serveHttp, serveTcp } from './servers.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Stops this whole process, as a scheduler or a garbage collector may. */
function freezeOurselves(ms: number) {
  return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

async function kindsOf(client: Client, requests: number, pause: () => Promise<void>) {
  const kinds: string[] = [];
  for (let index = 0; index < requests; index += 1) {
    kinds.push((await client.send(order('/'), 'any')).kind);
    await pause();
  }
  return kinds;
}

function later(ms: number) {
  return new Promise<void>((resolve) => timer.after(ms, resolve));
}

describe('a kept connection that the server closed is not held against it', () => {
  it('when the server closes after each answer without a word', async () => {
    const { url, connections: count } = await serveTcp((socket) => socket.on('data', () => socket.end(ok)));
    const kinds = await kindsOf(testClient(url), 100, () => later(1));
    expect(new Set(kinds)).toEqual(new Set(['answered']));
    expect(count()).toBe(100);
  });

  it('when it resets instead of closing', async () => {
    const { url } = await serveTcp((socket) =>
      socket.on('data', () => socket.write(ok, () => setTimeout(() => socket.resetAndDestroy(), 2))),
    );
    const kinds = await kindsOf(testClient(url), 20, () => later(20));
    expect(new Set(kinds)).toEqual(new Set(['answered']));
  });

  it('when it closed while we were paused ourselves', async () => {
    const closeSoon = `setTimeout(() => socket.end(), 20)`;
    const { url, close } = await serverInThread(closeSoon);
    const kinds = await kindsOf(testClient(url), 5, () => {
      const due = later(1);
      freezeOurselves(120);
      return due;
    });
    close();
    expect(new Set(kinds)).toEqual(new Set(['answered']));
  });

  it('when it announces that it closes', async () => {
    const { url, connections: count } = await serveHttp((_, response) => {
      response.setHeader('Connection', 'close').end('ok');
    });
    expect(new Set(await kindsOf(testClient(url), 5, async () => {}))).toEqual(new Set(['answered']));
    expect(count()).toBe(5);
  });
});

/** A server in a thread of its own, which lives on while we are paused; it runs `onAnswered` after each answer. */
async function serverInThread(onAnswered: string) {
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
    const server = require('node:net').createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => { socket.write(${JSON.stringify(ok)}); ${onAnswered}; });
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  return { url: `http://127.0.0.1:${port}`, close: () => void worker.terminate() };
}

describe('connections', () => {
  it('are kept: one after the other needs one', async () => {
    const { url, connections: count } = await serveHttp((_, response) => response.end('ok'));
    await kindsOf(testClient(url), 50, async () => {});
    expect(count()).toBe(1);
  });

  it('never queue: as many as are under way at once', async () => {
    const waiting: (() => void)[] = [];
    const { url, connections: count } = await serveHttp((_, response) => {
      waiting.push(() => response.end('ok'));
    });
    const client = testClient(url);
    const all = Array.from({ length: 300 }, () => client.send(order('/'), 'any'));
    await eventually(() => waiting.length === 300);
    for (const answer of waiting) answer();
    expect(new Set((await Promise.all(all)).map(({ kind }) => kind))).toEqual(new Set(['answered']));
    expect(count()).toBe(300);
  });

  it('are fresh when that is asked for, and about 1 in 10 when it is not', async () => {
    const { url, connections: count } = await serveHttp((_, response) => response.end('ok'));
    await kindsOf(testClient(url, { random: alwaysFresh }), 5, async () => {});
    expect(count()).toBe(5);
    await kindsOf(testClient(url, { random: seededRandom('fresh') }), 300, async () => {});
    expect(count() - 5).toBeGreaterThan(15);
    expect(count() - 5).toBeLessThan(60);
  });

  const kept: Record<string, { headers: IncomingHttpHeaders; idleMs: number; isKept: boolean }> = {
    'for less than a second': { headers: {}, idleMs: 999, isKept: true },
    'not for longer': { headers: {}, idleMs: 1_000, isKept: false },
    'not longer than the server allows': {
      headers: { 'keep-alive': 'timeout=1, max=100' },
      idleMs: 0,
      isKept: false,
    },
    'for a second when the server allows five': {
      headers: { 'keep-alive': 'timeout=5' },
      idleMs: 999,
      isKept: true,
    },
    'not when the server closes it': { headers: { connection: 'Close' }, idleMs: 0, isKept: false },
  };

  it.each(Object.entries(kept))('are kept %s', (_, { headers, idleMs, isKept }) => {
    let nowMs = 5_000;
    const pool = connections(new URL('http://127.0.0.1:1'), plainTransport, () => nowMs);
    const used = pool.take('any');
    pool.give(used, { destroyed: false, readable: true, writable: true } as Socket, headers);
    nowMs += idleMs;
    expect(pool.take('any') === used).toBe(isKept);
    pool.close();
  });

  it('that are destroyed or half closed are not taken', () => {
    const pool = connections(new URL('http://127.0.0.1:1'), plainTransport, () => 0);
    const [first, second, third] = [pool.take('any'), pool.take('any'), pool.take('any')];
    pool.give(first, { destroyed: false, readable: true, writable: true } as Socket, {});
    pool.give(second, { destroyed: false, readable: false, writable: true } as Socket, {});
    pool.give(third, { destroyed: true, readable: false, writable: false } as Socket, {});
    expect(pool.take('any')).toBe(first);
  });
});
