import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import { failureOf, failureOfTimeout } from '@garbageday/prober/http/failure.ts';
import { maxBodyBytes } from '@garbageday/prober/http/request.ts';
import { describe, expect, it } from 'vitest';
import { order, testClient, timer } from './clients.ts';
import { fullBacklogUrl } from './full-backlog.ts';
import { localhostCertificate } from './localhost-certificate.ts';
import { refusedUrl, serveHttp, serveHttps, serveTcp } from './servers.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Whom each failure is asked of: real servers that really fail. */
const failing: Record<
  string,
  { url: () => Promise<string>; error: ErrorKind; hasAnswer?: boolean; timeoutMs?: number }
> = {
  'a port at which nobody listens': { url: refusedUrl, error: 'connect-refused' },
  'a server that accepts nobody any more': {
    url: fullBacklogUrl,
    error: 'connect-timeout',
    timeoutMs: 300,
  },
  'a name that does not exist': {
    url: async () => 'http://nowhere.invalid',
    error: 'dns',
    timeoutMs: 2_000,
  },
  'a connection closed before the answer': {
    url: async () => (await serveTcp((socket) => socket.once('data', () => socket.end()))).url,
    error: 'reset',
  },
  'a connection reset before the answer': {
    url: async () => (await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()))).url,
    error: 'reset',
  },
  'a connection broken within the body': {
    url: async () =>
      (
        await serveTcp((socket) =>
          socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf')),
        )
      ).url,
    error: 'reset',
    hasAnswer: true,
  },
  'a server that never answers': {
    url: async () => (await serveHttp(() => {})).url,
    error: 'timeout',
    timeoutMs: 100,
  },
  'a body that never ends': {
    url: async () => (await serveHttp((_, response) => response.write('so far'))).url,
    error: 'timeout',
    hasAnswer: true,
    timeoutMs: 100,
  },
  'a server that does not speak HTTP': {
    url: async () => (await serveTcp((socket) => socket.once('data', () => socket.end('220 smtp\r\n')))).url,
    error: 'assertion',
  },
  'an answer of more than a megabyte': {
    url: async () =>
      (await serveHttp((_, response) => response.end(Buffer.alloc(maxBodyBytes + 1, 'x')))).url,
    error: 'assertion',
    hasAnswer: true,
  },
  'a switch of protocols that nobody asked for': {
    url: async () =>
      (
        await serveTcp((socket) =>
          socket.once('data', () =>
            socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
          ),
        )
      ).url,
    error: 'reset',
  },
  'a certificate that nobody vouches for': {
    url: async () => (await serveHttps((_, response) => response.end(), localhostCertificate())).url,
    error: 'tls',
  },
  'a server that does not speak TLS': {
    url: async () => (await serveHttp((_, response) => response.end())).url.replace('http', 'https'),
    error: 'tls',
  },
};

describe('one request', () => {
  it.each(Object.entries(failing))('names the failure of %s', async (_, { url, ...wanted }) => {
    const client = testClient(await url());
    const exchange = await client.send(order('/', { timeoutMs: wanted.timeoutMs ?? 5_000 }), 'any');
    expect(exchange).toMatchObject({
      kind: 'failed',
      error: wanted.error,
      hasAnswer: wanted.hasAnswer ?? false,
    });
  });

  it('times the phases of a fresh connection and of a kept one', async () => {
    const { url, connections } = await serveHttp((_, response) => setTimeout(() => response.end('ok'), 20));
    const client = testClient(url);
    const fresh = await client.send(order('/', { intendedMs: timer.now() - 50 }), 'any');
    const kept = await client.send(order('/'), 'any');
    if (fresh.kind !== 'answered' || kept.kind !== 'answered') throw new Error('not answered');
    expect(fresh.phases).toMatchObject({ dnsMs: null, tlsMs: null });
    expect(fresh.phases.connectMs).toBeGreaterThan(0);
    expect(fresh.phases.lagMs).toBeGreaterThanOrEqual(50);
    expect(fresh.phases.ttfbMs).toBeGreaterThan(18);
    expect(kept.phases.connectMs).toBeNull();
    const { queueMs, connectMs, ttfbMs, transferMs, totalMs } = fresh.phases;
    const sum = (queueMs ?? 0) + (connectMs ?? 0) + (ttfbMs ?? 0) + (transferMs ?? 0);
    expect(sum).toBeCloseTo(totalMs, 6);
    expect(connections()).toBe(1);
  });

  it('times the name and the handshake of https, and trusts the authority it is given', async () => {
    const certificate = localhostCertificate();
    const { url } = await serveHttps((_, response) => response.end('ok'), certificate);
    const client = testClient(url.replace('127.0.0.1', 'localhost'), { ca: certificate.cert });
    const exchange = await client.send(order('/'), 'any');
    if (exchange.kind !== 'answered') throw new Error(`not answered: ${JSON.stringify(exchange)}`);
    expect(exchange.phases.dnsMs).toBeGreaterThan(0);
    expect(exchange.phases.tlsMs).toBeGreaterThan(0);
  });

  it('sends method, path below the base, headers and body, and reads the answer', async () => {
    const { url } = await serveHttp(async (request, response) => {
      const chunks = await request.toArray();
      const { method, url: path, headers } = request;
      response.setHeader('X-Answer', 'yes').writeHead(201);
      response.end([method, path, headers['x-request-id'], Buffer.concat(chunks).toString()].join(' '));
    });
    const sent = order('/words', {
      method: 'POST',
      headers: [['X-Request-ID', 'id-7']],
      body: 'größe',
    });
    const exchange = await testClient(`${url}/v1/`).send(sent, 'any');
    expect(exchange).toMatchObject({
      kind: 'answered',
      reply: { status: 201, body: 'POST /v1/words id-7 größe', headers: { 'x-answer': 'yes' } },
    });
  });

  it('reads an answer of exactly a megabyte', async () => {
    const { url } = await serveHttp((_, response) => response.end(Buffer.alloc(maxBodyBytes, 'x')));
    const exchange = await testClient(url).send(order('/'), 'any');
    if (exchange.kind !== 'answered') throw new Error('not answered');
    expect(exchange.reply.body.length).toBe(maxBodyBytes);
  });

  it('rejects on what is a bug and no failure of the service', async () => {
    const { url } = await serveTcp((socket) => socket.once('data', () => socket.end(ok)));
    const client = testClient(url);
    const send = async () => client.send(order('/', { headers: [['X-Bad', 'line\nbreak']] }), 'any');
    await expect(send()).rejects.toThrow(/Invalid character/);
  });
});

describe('the name of a failure', () => {
  const error = (code: string) => Object.assign(new Error(code), { code });

  it.each([
    ['EMFILE', 'own'],
    ['EADDRNOTAVAIL', 'own'],
    ['EAI_AGAIN', 'dns'],
    ['EPIPE', 'reset'],
    ['ETIMEDOUT', 'reset'],
    ['HPE_INVALID_CONSTANT', 'assertion'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
  ])('of %s while waiting for the answer is %s', (code, kind) => {
    expect(failureOf(error(code), 'waiting')).toBe(kind);
  });

  it.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ERR_SOCKET_CONNECTION_TIMEOUT'])(
    'of %s while connecting is connect-timeout',
    (code) => {
      expect(failureOf(error(code), 'connecting')).toBe('connect-timeout');
    },
  );

  it('of a reset within the handshake is a reset, which a browser sends again, and of all else there is tls', () => {
    expect(failureOf(error('ECONNRESET'), 'securing')).toBe('reset');
    expect(failureOf(error('CERT_HAS_EXPIRED'), 'securing')).toBe('tls');
  });

  it('of a bug is not invented: it is thrown', () => {
    expect(() => failureOf(new TypeError('oops'), 'waiting')).toThrow('oops');
    expect(() => failureOf(error('ERR_INVALID_STATE'), 'waiting')).toThrow('ERR_INVALID_STATE');
  });

  it.each([
    ['name', 'dns'],
    ['connecting', 'connect-timeout'],
    ['securing', 'timeout'],
    ['waiting', 'timeout'],
  ] as const)('given up at %s is %s', (stage, kind) => {
    expect(failureOfTimeout(stage)).toBe(kind);
  });
});
