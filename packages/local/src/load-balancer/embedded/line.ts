/**
 * The connections to one target. Uses Node's own client: undici takes an unrequested 100, or a 304 with a length, for a
 * broken server.
 */
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';

/** One request, held whole, as it is sent to a target. */
export type Forwarded = {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | null;
  /** Aborted when the client hangs up. */
  readonly signal: AbortSignal;
  /** Called for a response before the actual reply: 100, 102 or 103. */
  readonly onInformation: (statusCode: number, headers: Record<string, string | string[]>) => void;
};

/** The target is (or may be) alive but took too long, or could not be connected to in time. */
export class ExchangeTimeoutError extends Error {
  readonly code: 'connect-timeout' | 'response-timeout';

  constructor(code: ExchangeTimeoutError['code']) {
    super(code);
    this.code = code;
  }
}

export type Line = {
  /** Resolves with the reply when its headers have arrived. Rejects if the target is lost or late before that. */
  readonly send: (forwarded: Forwarded) => Promise<IncomingMessage>;
  /** Fails all requests in progress. */
  readonly endRequests: () => void;
  /** Hangs up idle connections. */
  readonly close: () => void;
};

const connectTimeoutMs = 1000;

/** Longer than the web server waits for its database: a failover is waited for, not retried. */
const responseTimeoutMs = 12_000;

/** More than one web server works on at once; further requests wait here, so that a slow one is not overwhelmed. */
const connections = 64;

const idleMs = 4000;

function boundConnecting(sent: ClientRequest, socket: Socket): void {
  if (!socket.connecting) return;
  const timer = setTimeout(() => sent.destroy(new ExchangeTimeoutError('connect-timeout')), connectTimeoutMs);
  const clear = (): void => clearTimeout(timer);
  socket.once('connect', clear).once('close', clear);
}

/** Headers in lower case, repeated ones as arrays. */
export function headersOf(raw: readonly string[]): Record<string, string | string[]> {
  const headers = new Map<string, string | string[]>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = [raw[at]?.toLowerCase(), raw[at + 1]];
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : [known, value].flat());
  }
  return Object.fromEntries(headers);
}

function begin(port: number, agent: Agent, forwarded: Forwarded): ClientRequest {
  const { method, path, body, signal } = forwarded;
  const length = body === null ? {} : { 'content-length': String(body.length) };
  const headers = { ...forwarded.headers, ...length };
  return request({
    host: '127.0.0.1',
    port,
    agent,
    method,
    path,
    headers,
    signal,
    timeout: responseTimeoutMs,
  });
}

/** Opens connections to `127.0.0.1:port` as they are needed. */
export function openLine(port: number): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, timeout: idleMs });
  const underWay = new Set<ClientRequest>();
  const send = (forwarded: Forwarded): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const sent = begin(port, agent, forwarded);
      let reply: IncomingMessage | null = null;
      underWay.add(sent);
      sent.once('close', () => underWay.delete(sent));
      sent.once('socket', (socket) => boundConnecting(sent, socket));
      sent.on('information', ({ statusCode, rawHeaders }) =>
        forwarded.onInformation(statusCode, headersOf(rawHeaders)),
      );
      sent.on('timeout', () => (reply ?? sent).destroy(new ExchangeTimeoutError('response-timeout')));
      sent.on('error', reject);
      sent.once('response', (response) => {
        reply = response;
        // The reader handles the error; a reply that is no longer read must not end this process.
        response.on('error', () => {});
        resolve(response);
      });
      sent.end(forwarded.body ?? undefined);
    });
  return {
    send,
    endRequests: () => {
      for (const sent of underWay) sent.destroy(new Error('given up'));
    },
    close: () => {
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    },
  };
}
