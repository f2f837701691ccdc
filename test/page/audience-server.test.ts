/** The listener of the audience, asked as phones ask, and as those do who should not. */
import { once } from 'node:events';
import { Agent, request as ask } from 'node:http';
import { connect } from 'node:net';
import { type Audience, openAudience } from '@garbageday/page/audience/audience.ts';
import { bounds, listenToAudience } from '@garbageday/page/audience/audience-server.ts';
import { paceOf } from '@garbageday/page/audience/pace.ts';
import { clientFiles } from '@garbageday/page/server/client-files.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { liveStateAt } from './live-states.ts';
import { fetchRaw, notedHands } from './served.ts';

async function listen(changes: { readonly mostPhones?: number } = {}) {
  const { hands, done } = notedHands();
  const audience = openAudience({ state: async () => liveStateAt(3), nowMs: () => performance.now() });
  audience.attach(hands);
  const server = await listenToAudience({ address: '127.0.0.1', audience, files: clientFiles, ...changes });
  onTestFinished(server.close);
  return { audience, done, server, url: `http://${server.host}` };
}

function asking(audience: Audience): Record<string, string> {
  return { 'x-garbageday-audience': audience.token() ?? '' };
}

function acting(audience: Audience, url: string): Record<string, string> {
  return { ...asking(audience), origin: url, 'content-type': 'application/json' };
}

describe('a phone', () => {
  it('gets a page that has no token in it, and asks nothing of anyone else', async () => {
    const { audience, url } = await listen();
    const { status, text, headers } = await fetchRaw(url, '/');
    expect(status).toBe(200);
    expect(text).not.toContain(audience.token());
    expect(text).not.toMatch(/<style|style=|<script(?![^>]* src=)|\son\w+=|https?:/);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|http|\*|data:/);
    expect(headers['referrer-policy']).toBe('no-referrer');
    for (const path of ['/phone.js', '/phone.css', '/icon.svg'])
      expect([path, (await fetchRaw(url, path)).status]).toEqual([path, 200]);
  });

  it('with the token is told how things are, and kills', async () => {
    const { audience, done, url } = await listen();
    const told = await fetchRaw(url, '/state', { headers: asking(audience) });
    expect([told.status, JSON.parse(told.text)]).toMatchObject([
      200,
      { button: { kind: 'ready' }, nextMs: 1_000 },
    ]);
    const killed = await fetchRaw(url, '/kill', { method: 'POST', headers: acting(audience, url), body: {} });
    expect(killed.status).toBe(202);
    expect(done).toEqual([{ group: null, instanceId: null, mode: 'armed' }]);
    const again = await fetchRaw(url, '/kill', { method: 'POST', headers: acting(audience, url), body: {} });
    expect([again.status, JSON.parse(again.text)]).toMatchObject([409, { reason: 'busy' }]);
    expect(done).toHaveLength(1);
  });

  it('that looks just after a kill is not told how things were before it', async () => {
    const { audience, url } = await listen();
    const look = async () =>
      JSON.parse((await fetchRaw(url, '/state', { headers: asking(audience) })).text).button.kind;
    expect(await look()).toBe('ready');
    await fetchRaw(url, '/kill', { method: 'POST', headers: acting(audience, url), body: {} });
    expect(await look()).not.toBe('ready');
  });

  it('hears that it is switched off, and later that its code is old', async () => {
    const { audience, done, url } = await listen();
    const headers = acting(audience, url);
    const ask = async () => {
      const seen = await fetchRaw(url, '/state', { headers });
      const killed = await fetchRaw(url, '/kill', { method: 'POST', headers, body: {} });
      return [seen.status, JSON.parse(seen.text).reason, killed.status, JSON.parse(killed.text).reason];
    };
    audience.switchTo(false);
    expect(await ask()).toEqual([403, 'off', 403, 'off']);
    audience.switchTo(true);
    expect(await ask()).toEqual([403, 'expired', 403, 'expired']);
    expect(done).toEqual([]);
  });
});

describe('no one', () => {
  it.each([
    ['without the token', { 'x-garbageday-audience': '' }, 403],
    ['with another token', { 'x-garbageday-audience': 'a'.repeat(22) }, 403],
    ["with the page's token instead", { 'x-garbageday-audience': '', 'x-garbageday-token': 'a' }, 403],
    ['from another page', { origin: 'http://evil.example' }, 403],
    ['from a page without a name', { origin: 'null' }, 403],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a form, which can only send text', { 'content-type': 'text/plain' }, 415],
    ['at another name', { host: 'evil.example' }, 421],
  ])('kills %s', async (_, changes, expected) => {
    const { audience, done, url } = await listen();
    const headers = { ...acting(audience, url), ...changes };
    expect((await fetchRaw(url, '/kill', { method: 'POST', headers, body: {} })).status).toBe(expected);
    expect(done).toEqual([]);
  });

  it('kills without saying where the request comes from, or by an address alone', async () => {
    const { audience, done, url } = await listen();
    const { origin: _, ...headers } = acting(audience, url);
    expect((await fetchRaw(url, '/kill', { method: 'POST', headers, body: {} })).status).toBe(403);
    expect((await fetchRaw(url, `/kill?token=${audience.token()}`)).status).toBe(403);
    expect(done).toEqual([]);
  });

  it('sees the service without the token', async () => {
    const { url } = await listen();
    const { status, text } = await fetchRaw(url, '/state');
    expect([status, text.includes('servers')]).toEqual([403, false]);
  });

  it('is answered at another name than its address, localhost included', async () => {
    const { url, server } = await listen();
    const [, port] = server.host.split(':');
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `localhost:${port}`])
      expect([host, (await fetchRaw(url, '/', { headers: { host } })).status]).toEqual([host, 421]);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'])('is answered by %s', async (method) => {
    const { url } = await listen();
    const { status, headers } = await fetchRaw(url, '/', { method });
    expect([status, headers.allow]).toEqual([405, 'GET, POST']);
  });

  it.each([
    '/events',
    '/halt',
    '/audience',
    '/page.js',
    '/../package.json',
    '/%2e%2e/etc/passwd',
    '//etc/passwd',
  ])('gets anything of the page of the presenter, or a file: %s', async (path) => {
    const { audience, done, url } = await listen();
    expect((await fetchRaw(url, path, { headers: asking(audience) })).status).toBe(404);
    const post = { method: 'POST', headers: acting(audience, url), body: { isOn: true, reason: 'x' } };
    expect((await fetchRaw(url, path, post)).status).toBe(404);
    expect(done).toEqual([]);
  });

  it('sends a long body', async () => {
    const { audience, done, url } = await listen();
    const body = { text: 'x'.repeat(bounds.bodyCharacters) };
    const { status } = await fetchRaw(url, '/kill', { method: 'POST', headers: acting(audience, url), body });
    expect(status).toBe(400);
    expect(done).toEqual([]);
  });
});

describe('a crowd', () => {
  it('cannot hold connections by sending nothing, or half a request', async () => {
    const { server } = await listen();
    const [host, port] = server.host.split(':');
    const [silent, slow] = ['', `GET / HTTP/1.1\r\nhost: ${server.host}\r\nx: `].map((text) => {
      const socket = connect({ host: host ?? '', port: Number(port) });
      socket.on('error', () => {});
      socket.resume();
      if (text !== '') socket.write(text);
      return socket;
    });
    const beganMs = performance.now();
    await Promise.all([silent, slow].map((socket) => once(socket ?? connect(0), 'close')));
    // Judged generously: the check runs once a second, on a machine that may be busy.
    expect(performance.now() - beganMs).toBeLessThan(bounds.idleMs + 8_000);
  }, 30_000);

  it('cannot fill the room from one address', async () => {
    const { server } = await listen();
    const [host, port] = server.host.split(':');
    const sockets = Array.from({ length: bounds.connectionsPerAddress + 8 }, () => {
      const socket = connect({ host: host ?? '', port: Number(port) });
      socket.on('error', () => {});
      return socket.resume();
    });
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    const closed = new Set<number>();
    await new Promise<void>((resolve) => {
      sockets.forEach((socket, index) => {
        socket.once('close', () => {
          closed.add(index);
          if (closed.size === 8) resolve();
        });
      });
    });
    expect(closed.size).toBe(8);
  });

  it('is counted while it asks, and told when the room is full', async () => {
    const { audience, server, url } = await listen({ mostPhones: 1 });
    const headers = asking(audience);
    const phone = new Agent({ keepAlive: true });
    onTestFinished(() => phone.destroy());
    const first = ask(`${url}/state`, { agent: phone, headers }).end();
    const [response] = await once(first, 'response');
    await once(response.resume(), 'end');
    expect(server.phones()).toBe(1);
    const { status, text, headers: answered } = await fetchRaw(url, '/state', { headers });
    expect([status, JSON.parse(text).reason, answered.connection]).toEqual([503, 'full', 'close']);
  });

  it('is cut off when it asks faster than a room would', async () => {
    const { server } = await listen();
    const [host, port] = server.host.split(':');
    const socket = connect({ host: host ?? '', port: Number(port) });
    let text = '';
    socket.on('error', () => {});
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    const closed = once(socket, 'close');
    socket.write(`GET /icon.svg HTTP/1.1\r\nhost: ${server.host}\r\n\r\n`.repeat(1_000));
    await closed;
    expect(text.split('HTTP/1.1 200').length - 1).toBeLessThan(1_000);
  });

  it('is bounded as a whole as well', () => {
    expect(bounds.phones).toBe(200);
    expect(bounds.connections).toBeGreaterThan(bounds.phones);
    expect(bounds.connectionsPerAddress * 2).toBeLessThanOrEqual(bounds.connections);
  });

  it('gets its share of each second, and someone who asks for more does not take that of others', () => {
    const pace = paceOf({ perAddress: 3, together: 5 });
    const takes = (address: string, nowMs: number) => pace.takes(address, nowMs);
    expect([1, 2, 3, 4, 5, 6].map(() => takes('a', 0))).toEqual([true, true, true, false, false, false]);
    expect([1, 2, 3].map(() => takes('b', 999))).toEqual([true, true, false]);
    expect([takes('a', 1_000), takes('b', 1_000)]).toEqual([true, true]);
  });
});
