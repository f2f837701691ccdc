/** The tabs that are open: each gets what is new, and none gets a queue. */
import { once } from 'node:events';
import { request as ask, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type PageServer, startPageServer } from '@garbageday/page/server/page-server.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../local/eventually.ts';
import { liveStateAt } from './live-states.ts';
import { serve } from './served.ts';

type Frame = {
  readonly id: string;
  readonly patch: { readonly isWhole: boolean; readonly elapsedMs: number };
};

/** Reads frames until there are so many. */
async function frames({ url }: PageServer, most: number, lastEventId?: string): Promise<readonly Frame[]> {
  const { port } = new URL(url);
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const request = ask({ host: '127.0.0.1', port, path: '/events', headers, agent: false }).end();
  const response: IncomingMessage = await new Promise((resolve) => request.on('response', resolve));
  const found: Frame[] = [];
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const parts = `${rest}${chunk}`.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(part) ?? [];
      if (id !== undefined && data !== undefined) found.push({ id, patch: JSON.parse(data) });
    }
    if (found.length >= most) break;
  }
  request.destroy();
  return found;
}

describe('tabs', () => {
  it('get everything first and then what is new, several at once, and again where they stopped', async () => {
    const { server } = await serve();
    const [one = [], two = []] = await Promise.all([frames(server, 2), frames(server, 2)]);
    expect([one, two].map((all) => all.map(({ patch }) => patch.isWhole))).toEqual([
      [true, false],
      [true, false],
    ]);
    const last = one.at(-1)?.id ?? '';
    const [again] = await frames(server, 1, last);
    const [foreign] = await frames(server, 1, `0123-${last.split('-')[1]}`);
    expect([again?.patch.isWhole, foreign?.patch.isWhole]).toEqual([false, true]);
  });

  it('cost nothing while there are none', async () => {
    const { server, asked } = await serve();
    await delay(600);
    expect(asked()).toBe(0);
    await frames(server, 2);
    await delay(300);
    const after = asked();
    await delay(600);
    expect(asked()).toBe(after);
  });

  it('that do not read get fewer frames, and no queue that grows', async () => {
    const big = 'x'.repeat(400_000);
    let count = 1;
    const server = await startPageServer(async () => {
      count += 1;
      return liveStateAt(count, { service: `${big}${count}` });
    });
    onTestFinished(server.close);
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
    await once(socket, 'connect');
    socket.pause();
    socket.write(`GET /events HTTP/1.1\r\nhost: ${new URL(server.url).host}\r\n\r\n`);
    await delay(8_000);
    const taken = count;
    // Loopback buffers hold a few frames; the rest were left out while the tab slept.
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.resume();
    await delay(100);
    socket.destroy();
    expect(taken).toBeGreaterThan(16);
    expect(bytes).toBeLessThan(taken * big.length * 0.75);
  });

  it('are told that it is over after the last frame, also where one is under way', async () => {
    let hold: Promise<void> = Promise.resolve();
    let release: () => void = () => {};
    let count = 1;
    const server = await startPageServer(async () => {
      await hold;
      count += 1;
      return liveStateAt(count);
    });
    onTestFinished(server.close);
    const { port } = new URL(server.url);
    const request = ask({ host: '127.0.0.1', port, path: '/events', agent: false }).end();
    onTestFinished(() => void request.destroy());
    const response: IncomingMessage = await new Promise((resolve) => request.on('response', resolve));
    let text = '';
    response.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    const heard = (what: string) => eventually(`the tab hears ${what}`, () => text.includes(what), 5_000);
    await heard('data:');
    hold = new Promise((resolve) => {
      release = resolve;
    });
    // Until the next frame is under way.
    await delay(600);
    const resting = server.rest();
    await delay(50);
    release();
    await resting;
    await heard('event: over');
    await delay(400);
    expect(text).toMatch(/event: over\ndata: \{\}\n\n$/);
  });

  it('are told that it is over', async () => {
    const { server } = await serve();
    const { port } = new URL(server.url);
    const request = ask({ host: '127.0.0.1', port, path: '/events', agent: false }).end();
    const response: IncomingMessage = await new Promise((resolve) => request.on('response', resolve));
    let text = '';
    response.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    await once(response, 'data');
    const ended = once(response, 'end');
    await server.close();
    await ended;
    expect(text).toMatch(/event: end\ndata: \{\}\n\n$/);
  });
});
