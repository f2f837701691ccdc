/** `/metrics` at an address of its own, for a Prometheus on this machine. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { UsageError } from '@garbageday/core/errors.ts';
import { forbidden, securityHeaders } from '@garbageday/page/server/guard.ts';
import type { Scrape } from './scrape.ts';

export type MetricsServer = {
  /** `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

/** Listens on loopback; `port` 0: any free one; keeps no process alive. @throws UsageError if the port cannot be used. */
export async function startMetricsServer(port: number, scrape: Scrape): Promise<MetricsServer> {
  const server = createServer();
  const listening = once(server, 'listening');
  server.listen({ host: '127.0.0.1', port });
  try {
    await listening;
  } catch (cause) {
    throw new UsageError(`--metrics-port: port ${port} cannot be used (${codeOf(cause)}); name another one`, {
      cause,
    });
  }
  server.unref();
  const own = portOf(server);
  server.on('request', (request, response) => {
    // The client may be gone by now.
    response.on('error', () => {});
    respond(request, response, { port: own, scrape }).catch(() => response.destroy());
  });
  return {
    url: `http://127.0.0.1:${own}/metrics`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the metrics have no port');
  return address.port;
}

type Served = { readonly port: number; readonly scrape: Scrape };

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { port, scrape }: Served,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  // Nothing can be changed here, so no token is needed.
  const no = request.method === 'GET' ? forbidden(request, { port, token: '' }) : notAllowed;
  if (no !== null) {
    if (no.status === 405) response.setHeader('allow', 'GET');
    response.writeHead(no.status, plain).end(`${no.message}\n`);
    return;
  }
  if (request.url !== '/metrics') {
    response.writeHead(404, plain).end('there is nothing here; the metrics are at /metrics\n');
    return;
  }
  const { contentType, text } = await scrape(request.headers.accept ?? '');
  response.writeHead(200, { 'content-type': contentType }).end(text);
}

const plain = { 'content-type': 'text/plain; charset=utf-8' };
const notAllowed = { status: 405, message: 'only GET is answered' } as const;
