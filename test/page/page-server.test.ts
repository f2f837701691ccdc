/** The server of the live page, asked as browsers ask, and as those do who should not. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { UsageError } from '@garbageday/core/errors.ts';
import type { PageServer } from '@garbageday/page/server/page-server.ts';
import { describe, expect, it } from 'vitest';
import { fetchRaw, serve } from './served.ts';

async function tokenOf({ url }: PageServer): Promise<string> {
  const { text } = await fetchRaw(url, '/');
  return /name="garbageday-token" content="([^"]+)"/.exec(text)?.[1] ?? '';
}

async function acting(server: PageServer): Promise<Record<string, string>> {
  return {
    origin: server.url,
    'content-type': 'application/json',
    'x-garbageday-token': await tokenOf(server),
  };
}

const wish = { group: 'web', instanceId: 'i-web-a', mode: 'armed' };

describe('who may see the page', () => {
  it('anyone on this machine, and no one beyond', async () => {
    const { server } = await serve();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const port = Number(new URL(server.url).port);
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address }) => address);
    // 127.0.0.2 is loopback, too, and not where the page is.
    for (const host of ['127.0.0.2', ...others]) {
      const socket = connect({ host, port });
      const outcome = await Promise.race([
        once(socket, 'connect').then(() => 'connected'),
        once(socket, 'error').then(() => 'refused'),
      ]).catch(() => 'refused');
      socket.destroy();
      expect([host, outcome]).toEqual([host, 'refused']);
    }
  });

  it('no page whose name was pointed at this machine', async () => {
    const { server } = await serve();
    const { port } = new URL(server.url);
    const hosts = ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`];
    for (const host of hosts) {
      const { status, text } = await fetchRaw(server.url, '/', { headers: { host } });
      expect([host, status, text.includes('garbageday-token')]).toEqual([host, 421, false]);
    }
    expect((await fetchRaw(server.url, '/', { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  it.each([
    [{ origin: 'http://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('no other page that is open, which says so: %j', async (headers) => {
    const { server } = await serve();
    for (const path of ['/', '/events'])
      expect((await fetchRaw(server.url, path, { headers })).status).toBe(403);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'])('no one by %s', async (method) => {
    const { server } = await serve();
    const { status, headers } = await fetchRaw(server.url, '/', { method });
    expect([status, headers.allow]).toEqual([405, 'GET, POST']);
  });

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/page.js/../../server/guard.ts',
    '//etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/page.js%00.txt',
    '/client/page.ts',
  ])('and no file but its own: %s', async (path) => {
    const { server } = await serve();
    const { status, text } = await fetchRaw(server.url, path);
    expect([status, JSON.parse(text)]).toEqual([404, { message: 'there is nothing here; the page is at /' }]);
  });
});

describe('what is served', () => {
  it('carries a strict policy, whatever the answer', async () => {
    const { server } = await serve();
    for (const path of ['/', '/icon.svg', '/page.css', '/nothing']) {
      const { headers } = await fetchRaw(server.url, path);
      const policy = String(headers['content-security-policy']).split('; ');
      expect(policy).toEqual(
        expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
      );
      expect(policy.join()).not.toMatch(/unsafe|http|\*|data:/);
      expect([
        headers['x-content-type-options'],
        headers['referrer-policy'],
        headers['cache-control'],
      ]).toEqual([...['nosniff', 'no-referrer', 'no-store']]);
    }
  });

  it('has no script and no style in its markup, and asks nothing of anyone else', async () => {
    const { server } = await serve();
    const { text } = await fetchRaw(server.url, '/');
    expect(text).not.toMatch(/<style|style=|<script(?![^>]* src=)|\son\w+=|https?:/);
  });

  it('answers a Prometheus with the metrics, and asks it as little as a browser', async () => {
    const { server } = await serve();
    const { status, headers, text } = await fetchRaw(server.url, '/metrics', { headers: { accept: 'a/b' } });
    expect([status, headers['content-type'], text]).toEqual([200, 'text/plain', 'metrics for a/b']);
    const other = await fetchRaw(server.url, '/metrics', { headers: { host: 'evil.example' } });
    expect([other.status, other.text.includes('metrics for')]).toEqual([421, false]);
  });

  it('is small: less than 200 kB, script and style together', async () => {
    const { server } = await serve();
    const [script, style] = await Promise.all(
      ['/page.js', '/page.css'].map((path) => fetchRaw(server.url, path)),
    );
    expect([script?.status, style?.status]).toEqual([200, 200]);
    expect(script?.text).toContain('EventSource');
    // The colours come first, in the same file.
    expect(style?.text).toMatch(/^:root\{[^}]*--accent:/);
    expect((script?.text.length ?? 0) + (style?.text.length ?? 0)).toBeLessThan(200_000);
  });
});

describe('who may act', () => {
  it('the page, with the token that it got in its HTML', async () => {
    const { server, hands, done } = await serve();
    server.attach(hands);
    const headers = await acting(server);
    const post = (path: string, body: unknown) =>
      fetchRaw(server.url, path, { method: 'POST', headers, body });
    const killed = await post('/kill', wish);
    expect([killed.status, JSON.parse(killed.text)]).toEqual([
      200,
      { kind: 'refused', text: 'Refused (no redundancy): 2 of 3 are healthy.' },
    ]);
    expect((await post('/halt', { reason: ' customers call ' })).status).toBe(200);
    expect((await post('/resume', {})).status).toBe(200);
    expect(done).toEqual([wish, { halt: 'customers call' }, 'resume']);
  });

  it.each([
    ['without a token', { 'x-garbageday-token': '' }, 403],
    ['with the token of another run', { 'x-garbageday-token': 'a'.repeat(32) }, 403],
    ['from another page', { origin: 'http://evil.example' }, 403],
    ['from a form, which can only send text', { 'content-type': 'text/plain' }, 415],
    ['at another name', { host: 'evil.example' }, 421],
  ])('no one %s', async (_, changes, expected) => {
    const { server, hands, done } = await serve();
    server.attach(hands);
    const headers = { ...(await acting(server)), ...changes };
    for (const path of ['/kill', '/halt', '/resume']) {
      const { status } = await fetchRaw(server.url, path, { method: 'POST', headers, body: wish });
      expect(status).toBe(expected);
    }
    expect(done).toEqual([]);
  });

  it('no one who does not say where the request comes from', async () => {
    const { server, hands, done } = await serve();
    server.attach(hands);
    const { origin: _, ...headers } = await acting(server);
    expect((await fetchRaw(server.url, '/kill', { method: 'POST', headers, body: wish })).status).toBe(403);
    expect(done).toEqual([]);
  });

  it('no one before the service runs, and no one by an address alone', async () => {
    const { server, hands, done } = await serve();
    const headers = await acting(server);
    const early = await fetchRaw(server.url, '/kill', { method: 'POST', headers, body: wish });
    expect([early.status, JSON.parse(early.text)]).toEqual([
      400,
      { message: 'the service is still starting, or has ended' },
    ]);
    server.attach(hands);
    expect((await fetchRaw(server.url, '/kill')).status).toBe(404);
    expect(done).toEqual([]);
  });

  it.each([
    ['/kill', null],
    ['/kill', { group: 'web' }],
    ['/kill', { group: 7, mode: 'armed' }],
    ['/kill', { instanceId: 'i-web-a', mode: 'armed' }],
    ['/kill', { group: 'web', mode: 'certainly' }],
    ['/halt', {}],
    ['/halt', { reason: ' ' }],
    ['/halt', { reason: 'x'.repeat(201) }],
    ['/halt', { reason: 'x'.repeat(10_000) }],
    ['/stop', {}],
  ])('no one who does not say what: %s %j', async (path, body) => {
    const { server, hands, done } = await serve();
    server.attach(hands);
    const headers = await acting(server);
    expect((await fetchRaw(server.url, path, { method: 'POST', headers, body })).status).toBe(400);
    expect(done).toEqual([]);
  });

  it('says in one line what a command would say', async () => {
    const { server, hands } = await serve();
    server.attach({ ...hands, kill: () => Promise.reject(new UsageError('try again in 4 s')) });
    const headers = await acting(server);
    const { status, text } = await fetchRaw(server.url, '/kill', { method: 'POST', headers, body: wish });
    expect([status, JSON.parse(text)]).toEqual([400, { message: 'try again in 4 s' }]);
  });
});
