/** Where a probe may go: metadata addresses, redirects, certificates. */
import type { lookup } from 'node:dns';
import http from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { guardedLookup, whyRefused } from '@garbageday/prober/http/address-guard.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { order, testClient } from './clients.ts';
import { localhostCertificate } from './localhost-certificate.ts';
import { serveHttp, serveHttps } from './servers.ts';

describe('where a cloud serves credentials', () => {
  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '[fd00:ec2::254]',
    '::ffff:169.254.169.254',
    '[64:ff9b::a9fe:a9fe]',
    '100.100.100.200',
    'metadata.google.internal',
    'METADATA.google.internal.',
    new URL('http://0xA9FEA9FE/').hostname,
    new URL('http://2852039166/').hostname,
  ])('%s is refused', (host) => {
    expect(whyRefused(host, 'world')).toMatch('credentials');
    expect(whyRefused(host, null)).toBeNull();
  });

  it.each(['127.0.0.1', '[::1]', '10.0.0.1', 'example.com', '169.253.169.254'])('%s is not', (host) => {
    expect(whyRefused(host, 'world')).toBeNull();
  });

  it('is not asked, in numbers or after a redirect', async () => {
    const direct = testClient('http://169.254.169.254/', { transport: { reach: 'world' } });
    expect(await direct.send(order('/'), 'any')).toMatchObject({ kind: 'failed', error: 'assertion' });
    const { url } = await serveHttp((_, response) => {
      response.writeHead(302, { location: 'http://[fd00:ec2::254]/latest/' }).end();
    });
    const followed = testClient(url, { transport: { reach: 'world', mostRedirects: 5 } });
    const exchange = await followed.send(order('/'), 'any');
    expect(exchange).toMatchObject({ kind: 'failed', cause: { code: 'ERR_ADDRESS_REFUSED' } });
  });

  it('is not reached by a name that leads there, though another of its addresses is harmless', async () => {
    const resolver = ((_: string, __: object, callback: (error: null, all: object[]) => void) =>
      callback(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '169.254.169.254', family: 4 },
      ])) as typeof lookup;
    const error = await new Promise((resolve) =>
      guardedLookup('world', resolver)('rebound.example', {}, resolve),
    );
    expect(error).toMatchObject({
      code: 'ERR_ADDRESS_REFUSED',
      message: expect.stringMatching(/^rebound.example \(169/),
    });
  });

  it('may be this machine alone', async () => {
    const near = testClient('http://localhost:1/', { transport: { reach: 'loopback' } });
    expect(await near.send(order('/'), 'any')).toMatchObject({ kind: 'failed', error: 'connect-refused' });
  });
});

describe('redirects', () => {
  it('are answers unless they are to be followed', async () => {
    const { url } = await serveHttp((_, response) => response.writeHead(302, { location: '/x' }).end());
    expect(await testClient(url).send(order('/'), 'any')).toMatchObject({ reply: { status: 302 } });
  });

  it('are followed to other servers, without what was meant for the first alone', async () => {
    const other = await serveHttp((request, response) => {
      response.end(JSON.stringify({ url: request.url, method: request.method, headers: request.headers }));
    });
    const { url } = await serveHttp((request, response) => {
      const location = request.url === '/a' ? '/b' : `${other.url}/c?d=1`;
      response.writeHead(303, { location }).end();
    });
    const client = testClient(url, { transport: { mostRedirects: 5 } });
    const headers = [
      ['Authorization', 'Bearer x'],
      ['Accept', 'text/plain'],
    ] as const;
    const exchange = await client.send(order('/a', { method: 'POST', body: 'b', headers }), 'any');
    if (exchange.kind !== 'answered') throw new Error(JSON.stringify(exchange));
    const seen = JSON.parse(exchange.reply.body);
    expect(seen).toMatchObject({ url: '/c?d=1', method: 'GET', headers: { accept: 'text/plain' } });
    expect(seen.headers).not.toHaveProperty('authorization');
  });

  it('that go round end as a failure', async () => {
    const { url } = await serveHttp((_, response) => response.writeHead(307, { location: '/' }).end());
    const exchange = await testClient(url, { transport: { mostRedirects: 3 } }).send(order('/'), 'any');
    expect(exchange).toMatchObject({ kind: 'failed', error: 'assertion', hasAnswer: true });
  });
});

describe('certificates', () => {
  it('are not checked where a person says so', async () => {
    const { url } = await serveHttps((_, response) => response.end('ok'), localhostCertificate());
    const strict = await testClient(url).send(order('/'), 'any');
    const lax = await testClient(url, { transport: { isInsecure: true } }).send(order('/'), 'any');
    expect([strict.kind, lax.kind]).toEqual(['failed', 'answered']);
  });
});

describe('client certificates', () => {
  it('are shown to a server that asks for one', async () => {
    const own = localhostCertificate();
    const options = { ...own, requestCert: true, rejectUnauthorized: true, ca: own.cert };
    const served = await serveHttps((_, response) => response.end('ok'), options);
    const url = served.url.replace('127.0.0.1', 'localhost');
    const bare = await testClient(url, { ca: own.cert }).send(order('/'), 'any');
    const shown = await testClient(url, { ca: own.cert, transport: { certificate: own } }).send(
      order('/'),
      'any',
    );
    expect([bare.kind, shown.kind]).toEqual(['failed', 'answered']);
  });
});

describe('a proxy', () => {
  it('is asked for what is behind it', async () => {
    const { url } = await serveHttp((request, response) => response.end(request.url));
    const transport = { proxies: { HTTP_PROXY: url }, reach: 'world' } as const;
    const exchange = await testClient('http://shop.invalid/', { transport }).send(order('/a'), 'any');
    expect(exchange).toMatchObject({ reply: { body: 'http://shop.invalid/a' } });
  });

  it('leads to a server with TLS by a tunnel, in which it reads nothing', async () => {
    const own = localhostCertificate();
    const { url: secret } = await serveHttps((request, response) => response.end(request.url), own);
    const asked: string[] = [];
    const proxy = http.createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      const through = connect(Number(new URL(secret).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(through).pipe(socket);
      });
      for (const end of [through, socket]) end.on('error', () => {});
      onTestFinished(() => void through.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close().closeAllConnections());
    const { port } = proxy.address() as AddressInfo;
    const transport = { proxies: { HTTPS_PROXY: `http://127.0.0.1:${port}` }, reach: 'world' } as const;
    const client = testClient('https://localhost/', { ca: own.cert, transport });
    expect(await client.send(order('/secret'), 'any')).toMatchObject({ reply: { body: '/secret' } });
    expect(asked).toEqual(['localhost:443']);
  });
});

describe('IPv6', () => {
  it('is an address like any other', async () => {
    const server = http.createServer((request, response) => response.end(request.headers.host));
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    onTestFinished(() => void server.close().closeAllConnections());
    const { port } = server.address() as AddressInfo;
    const exchange = await testClient(`http://[::1]:${port}/`).send(order('/'), 'any');
    expect(exchange).toMatchObject({ reply: { body: `[::1]:${port}` } });
  });
});
