/** The connections to one target. Node's own client: undici takes an unasked 100, or a 304 with a length, for a broken server. */
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
  /** The target says something before its reply: 100, 102 or 103. */
  readonly onInformation: (statusCode: number, headers: Record<string, string | string[]>) => void;
};

/** The target lives, or may, and took too long; or it could not be connected to in time. */
export class ExchangeTimeoutError extends Error {
  readonly code: 'connect-timeout' | 'response-timeout';

  constructor(code: ExchangeTimeoutError['code']) {
    super(code);
    this.code = code;
  }
}

export type Line = {
  /** Resolves with the reply when its headers are here. Rejects when the target is lost, or late, before that. */
  readonly send: (forwarded: Forwarded) => Promise<IncomingMessage>;
  /** Fails whatever is under way. */
  readonly endRequests: () => void;
  /** Hangs up where nothing is under way. */
  readonly close: () => void;
};

const connectTimeoutMs = 1000;

/** Longer than the web's own patience with its database: a failover is waited for, not repeated. */
const responseTimeoutMs = 12_000;

/** More at once than one web works on; what is above waits here, so that a slow web is not buried. */
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
        // Whoever reads it is told; one that is not read any more must not end this process.
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
