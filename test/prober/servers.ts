/** Servers of tests: well-behaved, slow, rude, or none at all. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { onTestFinished } from 'vitest';
import { eventually as until } from '../local/eventually.ts';
import type { Certificate } from './localhost-certificate.ts';

export type TestServer = { readonly url: string; readonly connections: () => number };

/** Closed when the test is over, with all of its connections. */
export async function serveHttp(
  handler: http.RequestListener,
  options: http.ServerOptions = {},
): Promise<TestServer> {
  return listening(http.createServer(options, handler), 'http');
}

export async function serveHttps(
  handler: http.RequestListener,
  certificate: Certificate,
): Promise<TestServer> {
  return listening(https.createServer(certificate, handler), 'https');
}

/** A server that speaks for itself, byte by byte. */
export async function serveTcp(onSocket: (socket: net.Socket) => void): Promise<TestServer> {
  return listening(net.createServer(onSocket), 'http');
}

async function listening(server: net.Server, protocol: 'http' | 'https'): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  let connections = 0;
  server.on('connection', (socket: net.Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return { url: `${protocol}://127.0.0.1:${portOf(server)}`, connections: () => connections };
}

/** An address at which nobody listens. */
export async function refusedUrl(): Promise<string> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

function portOf(server: net.Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** A word counter in memory, as the probe and the users know it. */
export function wordCounter(): {
  readonly counts: Map<string, number>;
  readonly handle: http.RequestListener;
} {
  const counts = new Map<string, number>();
  const handle: http.RequestListener = (request, response) => {
    const [, route, word = ''] = (request.url ?? '').split('/');
    if (route === 'insert') counts.set(word, (counts.get(word) ?? 0) + 1);
    const toplist = () =>
      [...counts]
        .map(([each, count]) => ({ word: each, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, 10);
    const answer = route === 'toplist' ? toplist() : { word, count: counts.get(word) ?? 0, instance: 'i-1' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  };
  return { counts, handle };
}

/** Polls until it holds, or throws after the deadline, which is later on a crowded machine. */
export async function eventually(holds: () => boolean, deadlineMs = 10_000): Promise<void> {
  await until(String(holds), holds, deadlineMs);
}
