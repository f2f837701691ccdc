/** The listener of the audience: the one thing here that is reached from other machines, and as little as a button needs. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { UsageError } from '@garbageday/core/errors.ts';
import { answer, refuse, send, setHeaders } from '../server/answer.ts';
import type { ClientFiles } from '../server/client-files.ts';
import { coloured, icon } from '../server/document.ts';
import { listen } from '../server/listen.ts';
import { readBody } from '../server/read-body.ts';
import { hostOf } from './addresses.ts';
import type { Audience } from './audience.ts';
import { paceOf } from './pace.ts';
import { phoneDocument } from './phone-document.ts';
import { audienceHeader, phoneForbidden, phoneHeaders } from './phone-guard.ts';

export type AudienceServer = {
  /** `192.168.1.7:43210`. */
  readonly host: string;
  /** How many phones have asked within the last seconds. */
  readonly phones: () => number;
  /** Safe to repeat. */
  readonly close: () => Promise<void>;
};

/** Exported for the tests, which reach them. */
export const bounds = {
  /** A phone keeps one connection open. */
  phones: 200,
  /** Beyond, the system refuses; in between, a phone is told that there are too many. */
  connections: 256,
  /** A room may be behind one address, but one address may not fill the room. */
  connectionsPerAddress: 64,
  requestsPerSecond: { perAddress: 120, together: 400 },
  bodyCharacters: 256,
  headersMs: 5_000,
  requestMs: 8_000,
  idleMs: 12_000,
} as const;

const seenMs = 10_000;

type Listener = {
  readonly host: string;
  readonly audience: Audience;
  readonly files: () => Promise<ClientFiles>;
  readonly seen: Map<Socket, number>;
  readonly view: Frames<object>;
  readonly mostPhones: number;
};

type Given = {
  readonly address: string;
  readonly audience: Audience;
  readonly files: () => Promise<ClientFiles>;
  readonly mostPhones?: number;
};

/** Listens on that address alone, on a free port; keeps no process alive. */
export async function listenToAudience({
  address,
  audience,
  files,
  mostPhones = bounds.phones,
}: Given): Promise<AudienceServer> {
  const server = createServer({
    headersTimeout: bounds.headersMs,
    requestTimeout: bounds.requestMs,
    keepAliveTimeout: bounds.idleMs,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 8 * 1024,
  });
  server.maxConnections = bounds.connections;
  server.timeout = bounds.idleMs;
  const { port, close } = await listen(server, { host: address, port: 0 });
  const host = hostOf(address, port);
  const seen = new Map<Socket, number>();
  const view = onceAFrame(audience.view);
  const listener: Listener = { host, audience, files, seen, view, mostPhones };
  const pace = paceOf(bounds.requestsPerSecond);
  const counts = new Map<string, number>();
  server.on('connection', (socket) => countConnection(socket, { counts, seen }));
  server.on('request', (request, response) => {
    response.on('error', () => {});
    if (pace.takes(request.socket.remoteAddress ?? '', performance.now()))
      respond(request, response, listener).catch(() => response.destroy());
    else request.socket.destroy();
  });
  return {
    host,
    phones: () => [...seen.values()].filter((atMs) => performance.now() - atMs < seenMs).length,
    close,
  };
}

type Counted = { readonly counts: Map<string, number>; readonly seen: Map<Socket, number> };

function countConnection(socket: Socket, { counts, seen }: Counted): void {
  const from = socket.remoteAddress ?? '';
  const count = (counts.get(from) ?? 0) + 1;
  counts.set(from, count);
  socket.on('close', () => {
    seen.delete(socket);
    const left = (counts.get(from) ?? 1) - 1;
    if (left === 0) counts.delete(from);
    else counts.set(from, left);
  });
  if (count > bounds.connectionsPerAddress) socket.destroy();
}

const frameMs = 250;

type Frames<T> = {
  readonly read: () => Promise<T>;
  /** Something was done: what is remembered is of before. */
  readonly forget: () => void;
};

/** Many phones ask for the same. */
function onceAFrame<T>(compute: () => Promise<T>): Frames<T> {
  let last: { readonly atMs: number; readonly value: Promise<T> } | null = null;
  return {
    read: () => {
      const nowMs = performance.now();
      if (last === null || nowMs - last.atMs > frameMs) last = { atMs: nowMs, value: compute() };
      return last.value;
    },
    forget: () => {
      last = null;
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  listener: Listener,
): Promise<void> {
  setHeaders(response, phoneHeaders);
  const no = phoneForbidden(request, { host: listener.host, admits: listener.audience.admits });
  if (no !== null) refuse(response, no);
  else if (request.method === 'POST') await act(request, response, listener);
  else await show(request, response, listener);
}

async function show(request: IncomingMessage, response: ServerResponse, listener: Listener): Promise<void> {
  switch (request.url) {
    case '/':
      return send(response, 'text/html; charset=utf-8', phoneDocument);
    case '/icon.svg':
      return send(response, 'image/svg+xml', icon);
    case '/phone.js':
      return send(response, 'text/javascript; charset=utf-8', (await listener.files()).phoneScript);
    case '/phone.css':
      return send(response, 'text/css; charset=utf-8', coloured((await listener.files()).phoneStyle));
    case '/state':
      return await tell(request, response, listener);
    default:
      return nothing(response);
  }
}

async function tell(
  { socket }: IncomingMessage,
  response: ServerResponse,
  { seen, view, mostPhones }: Listener,
): Promise<void> {
  if (!seen.has(socket) && seen.size >= mostPhones) {
    response.setHeader('connection', 'close');
    answer(response, 503, { message: `${mostPhones} phones are here already`, reason: 'full' });
    return;
  }
  seen.set(socket, performance.now());
  // However many there are, a hundred questions a second.
  answer(response, 200, { ...(await view.read()), nextMs: Math.max(1_000, seen.size * 10) });
}

async function act(request: IncomingMessage, response: ServerResponse, listener: Listener): Promise<void> {
  if (request.url !== '/kill') return nothing(response);
  try {
    await readBody(request, bounds.bodyCharacters);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    response.setHeader('connection', 'close');
    answer(response, 400, { message: error.message, reason: 'asked-wrongly' });
    return;
  }
  const button = await listener.audience.kill(String(request.headers[audienceHeader]));
  listener.view.forget();
  if (button === null) answer(response, 202, { button: { kind: 'killing' } });
  else answer(response, 409, { message: 'not now', reason: 'busy', button });
}

function nothing(response: ServerResponse): void {
  answer(response, 404, { message: 'there is nothing here; the page is at /', reason: 'asked-wrongly' });
}
