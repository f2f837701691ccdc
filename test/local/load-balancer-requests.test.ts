import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { forward } from '@garbageday/local/load-balancer/embedded/forward.ts';
import { proxy } from '@garbageday/local/load-balancer/embedded/proxy.ts';
import { watchUpstreams } from '@garbageday/local/load-balancer/embedded/upstreams.ts';
import { usualReadyCheck } from '@garbageday/local/load-balancer/load-balancer.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask } from '../fixtures/ask.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(handler: Handler): Promise<number> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** The embedded load balancer within this process, before webs that behave as told; returns its port. */
async function balancerBefore(...handlers: readonly Handler[]): Promise<number> {
  const upstreams = watchUpstreams(usualReadyCheck, () => undefined);
  onTestFinished(() => upstreams.set([]));
  const ports = await Promise.all(
    handlers.map((handler) =>
      listen((request, response) =>
        request.url === '/readyz' ? response.end() : handler(request, response),
      ),
    ),
  );
  await upstreams.set(ports.map((port, index) => ({ id: `i-${index}`, port })));
  return listen((request, response) => {
    proxy(upstreams, request, response).catch(() => response.destroy());
  });
}

describe('one request through the embedded load balancer', () => {
  it('is cut off for the client too, when the web breaks off in the middle of a long reply', async () => {
    const port = await balancerBefore((_request, response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write('x'.repeat(500_000), () => response.destroy());
    });
    await expect(ask(port, '/')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('is sent again when the web breaks off in the middle of a short reply', async () => {
    let breaksLeft = 1;
    const port = await balancerBefore((_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('01234');
      if (breaksLeft > 0) {
        breaksLeft -= 1;
        setImmediate(() => response.destroy());
        return;
      }
      response.end('56789');
    });
    expect(await ask(port, '/')).toMatchObject({ status: 200, text: '0123456789' });
    expect(breaksLeft).toBe(0);
  });

  it('passes the last 503 on when every web says so', async () => {
    const port = await balancerBefore((_request, response) =>
      response.writeHead(503, { 'x-why': 'busy' }).end('busy'),
    );
    expect(await ask(port, '/')).toMatchObject({ status: 503, headers: { 'x-why': 'busy' }, text: 'busy' });
  });

  it('says 502 when every web that was asked broke off', async () => {
    let asked = 0;
    const port = await balancerBefore((request) => {
      asked += 1;
      request.socket.destroy();
    });
    expect(await ask(port, '/')).toMatchObject({ status: 502 });
    expect(asked).toBe(4);
  });

  it('says 413 when a body of unknown length grows over 1 MiB', async () => {
    const port = await balancerBefore((_request, response) => response.end());
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined); // it may be cut off while we still write
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (let sent = 0; sent < 17; sent += 1) socket.write(chunk);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('asks about the server as a whole, too', async () => {
    const port = await balancerBefore((request, response) => response.end(request.url));
    expect(await ask(port, '*', { method: 'OPTIONS' })).toMatchObject({ status: 200, text: '*' });
  });

  it.each([
    { path: '/\u0100' },
    { method: 'NO METHOD' },
    { headers: { 'x-name': 'line\nline' } },
    { headers: { 'no name': 'value' } },
  ])('is not tried anywhere when no web can be sent it: %j', async (changes) => {
    const upstreams = watchUpstreams(usualReadyCheck, () => undefined);
    onTestFinished(() => upstreams.set([]));
    const asked: (string | undefined)[] = [];
    const port = await listen(({ url }, response) => {
      asked.push(url);
      response.end();
    });
    await upstreams.set([{ id: 'i-1', port }]);
    const { signal } = new AbortController();
    const request = { method: 'GET', path: '/', headers: {}, body: null, signal, onInformation: () => {} };
    expect(await forward(upstreams, { ...request, ...changes })).toEqual({ kind: 'unsendable' });
    expect(asked.filter((url) => url !== '/readyz')).toEqual([]);
    expect(upstreams.inService()).toEqual(['i-1']);
  });

  it('is given up at the web too when the client hangs up', async () => {
    let isCutOff = false;
    let isAsked = false;
    const port = await balancerBefore((request) => {
      isAsked = true;
      request.socket.once('close', () => {
        isCutOff = true;
      });
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await waitUntil('the web is asked', 2000, () => isAsked);
    socket.destroy();
    await waitUntil('the web is let go', 2000, () => isCutOff);
  });

  it('keeps each of two cookies', async () => {
    const port = await balancerBefore((_request, response) =>
      response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end(),
    );
    expect((await ask(port, '/')).headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });
});
