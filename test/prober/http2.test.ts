/** HTTP/2, against real servers of it. */
import http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { alwaysFresh, order, testClient } from './clients.ts';
import { localhostCertificate } from './localhost-certificate.ts';
import { refusedUrl, serveHttp, serveHttps } from './servers.ts';

type Handler = (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => void;

const isHttp2 = { transport: { isHttp2: true } } as const;

async function serve(handler: Handler, settings: http2.Settings = {}, isSecure = false) {
  const server = isSecure
    ? http2.createSecureServer({ ...localhostCertificate(), settings })
    : http2.createServer({ settings });
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on(isSecure ? 'secureConnection' : 'connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    handler(stream, headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`;
  return { url, connections: () => connections };
}

function answer(body: string): Handler {
  return (stream) => {
    stream.respond({ ':status': 200 });
    stream.end(body);
  };
}

describe('HTTP/2', () => {
  it('sends what HTTP/1.1 sends, but for what is about a connection', async () => {
    const { url } = await serve((stream, headers) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        stream.respond({ ':status': 201, 'x-answer': 'yes' });
        stream.end(JSON.stringify({ ...headers, body: Buffer.concat(chunks).toString() }));
      });
    });
    const headers = [
      ['Host', 'shop.example'],
      ['Connection', 'close'],
      ['X-Id', '7'],
    ] as const;
    const exchange = await testClient(`${url}/base`, isHttp2).send(
      order('/a?b=c', { method: 'POST', headers, body: 'hello' }),
      'any',
    );
    if (exchange.kind !== 'answered') throw new Error(JSON.stringify(exchange));
    expect(exchange.reply).toMatchObject({ status: 201, headers: { 'x-answer': 'yes' } });
    const seen = JSON.parse(exchange.reply.body);
    expect(seen).toMatchObject({
      ':path': '/base/a?b=c',
      ':authority': 'shop.example',
      'x-id': '7',
      body: 'hello',
    });
    expect(seen).not.toHaveProperty('connection');
  });

  it('shares a connection, and opens one when there is none, when it is full, and when a fresh one is wanted', async () => {
    const { url, connections } = await serve(
      (stream) => void setTimeout(() => answer('ok')(stream, {}), 50),
      { maxConcurrentStreams: 2 },
    );
    const shared = testClient(url, isHttp2);
    expect(await shared.send(order('/'), 'any')).toMatchObject({ phases: { connectMs: expect.any(Number) } });
    expect(await shared.send(order('/'), 'any')).toMatchObject({ phases: { connectMs: null, tlsMs: null } });
    expect(connections()).toBe(1);
    const three = await Promise.all([1, 2, 3].map(() => shared.send(order('/'), 'any')));
    expect(three.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(connections()).toBe(2);
    await shared.send(order('/'), 'fresh');
    expect(connections()).toBe(3);
    const fresh = testClient(url, { ...isHttp2, random: alwaysFresh });
    await fresh.send(order('/'), 'any');
    await fresh.send(order('/'), 'any');
    expect(connections()).toBe(5);
  });

  it('measures the handshake apart', async () => {
    const { url } = await serve(answer('ok'), {}, true);
    const client = testClient(url, { transport: { isHttp2: true, isInsecure: true } });
    const exchange = await client.send(order('/'), 'any');
    expect(exchange).toMatchObject({ kind: 'answered', phases: { tlsMs: expect.any(Number) } });
    const strict = await testClient(url, isHttp2).send(order('/'), 'any');
    expect(strict).toMatchObject({ kind: 'failed', error: 'tls' });
  });

  it.each([
    {
      what: 'a stream that the server resets',
      handler: (stream: http2.ServerHttp2Stream) => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR),
      error: 'reset',
      hasAnswer: false,
    },
    {
      what: 'a stream that ends without an answer',
      handler: (stream: http2.ServerHttp2Stream) => stream.close(http2.constants.NGHTTP2_NO_ERROR),
      error: 'reset',
      hasAnswer: false,
    },
    {
      what: 'a connection that is cut',
      handler: (stream: http2.ServerHttp2Stream) => stream.session?.destroy(),
      error: 'reset',
      hasAnswer: false,
    },
    {
      what: 'a body that is cut',
      handler: (stream: http2.ServerHttp2Stream) => {
        stream.respond({ ':status': 200 });
        stream.write('half', () => setTimeout(() => stream.session?.socket.destroy(), 50));
      },
      error: 'reset',
      hasAnswer: true,
    },
    { what: 'no answer', handler: () => {}, error: 'timeout', hasAnswer: false },
  ])('$what is a failure: $error', async ({ handler, error, hasAnswer }) => {
    const { url } = await serve(handler);
    const exchange = await testClient(url, isHttp2).send(order('/', { timeoutMs: 300 }), 'any');
    expect(exchange).toMatchObject({ kind: 'failed', error, hasAnswer });
  });

  it('that is refused, or not spoken there, fails as that', async () => {
    const refused = await testClient(await refusedUrl(), isHttp2).send(order('/'), 'any');
    expect(refused).toMatchObject({ kind: 'failed', error: 'connect-refused' });
    const old = await serveHttp((_, response) => response.end('ok'));
    expect(await testClient(old.url, isHttp2).send(order('/'), 'any')).toMatchObject({ kind: 'failed' });
    const oldTls = await serveHttps((_, response) => response.end('ok'), localhostCertificate());
    const exchange = await testClient(oldTls.url, { transport: { isHttp2: true, isInsecure: true } }).send(
      order('/'),
      'any',
    );
    expect(exchange).toMatchObject({ kind: 'failed' });
  });

  it('does not depend on a connection over which something waited in vain', async () => {
    let requests = 0;
    const { url, connections } = await serve((stream) => {
      requests += 1;
      if (requests !== 2) answer('ok')(stream, {});
    });
    const client = testClient(url, isHttp2);
    const kinds: string[] = [];
    for (const _ of [1, 2, 3]) kinds.push((await client.send(order('/', { timeoutMs: 200 }), 'any')).kind);
    expect(kinds).toEqual(['answered', 'failed', 'answered']);
    expect(connections()).toBe(2);
  });

  it('follows a server that says goodbye to a new connection', async () => {
    const { url, connections } = await serve((stream, headers) => {
      answer('ok')(stream, headers);
      stream.session?.close();
    });
    const client = testClient(url, isHttp2);
    for (const _ of [1, 2, 3])
      expect(await client.send(order('/'), 'any')).toMatchObject({ kind: 'answered' });
    expect(connections()).toBeGreaterThan(1);
  });
});
