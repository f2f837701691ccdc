/**
 * Reused connections, without the race that makes a prober blame the service for its own timing.
 *
 * A server may close an idle connection at the moment we write to it. The reset that follows looks like a dead service,
 * and a probe must not retry to find out. So a connection is reused only while that is very unlikely: idle for less
 * than a second (servers and load balancers wait 5 s or more) or for less than the server's own `Keep-Alive: timeout`;
 * never after a `Connection: close`; never once its end has been read, which Node's agent does not check (a half-closed
 * socket stays in its pool until it is destroyed). Idle time is measured when the connection is taken, so that a pause
 * of our own process counts. What remains is a close that is on the wire while we write, half a round trip: users would
 * feel that reset as well.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { guardedLookup } from './address-guard.ts';
import type { Transport } from './transport.ts';

const maxIdleMs = 1_000;
// A server that announces 2 s may count whole seconds, and from when it sent the answer.
const hintMarginMs = 1_000;

/** One connection: an agent that never holds two. Nothing queues, and only this file decides what is reused. */
export type Connection = http.Agent;

export type Connections = {
  /** The most recently used idle connection, or a new one. */
  readonly take: (want: 'any' | 'fresh') => Connection;
  /** Called after an answer was read to its end. */
  readonly give: (connection: Connection, socket: Socket, headers: http.IncomingHttpHeaders) => void;
  readonly close: () => void;
};

type Idle = { readonly connection: Connection; readonly socket: Socket; readonly untilMs: number };

export function connections(origin: URL, transport: Transport, now: () => number): Connections {
  const create = connectionFactory(origin, transport);
  // A stack: the last one used is reused next, and connections that the rate does not need expire at the bottom.
  const idle: Idle[] = [];
  const dropOld = () => {
    while (idle[0] !== undefined && idle[0].untilMs <= now()) idle.shift()?.connection.destroy();
  };
  return {
    take: (want) => {
      dropOld();
      return (want === 'any' ? takeUsable(idle, now()) : null) ?? create();
    },
    give: (connection, socket, headers) => {
      dropOld();
      const idleMs = allowedIdleMs(headers);
      if (idleMs <= 0) connection.destroy();
      else idle.push({ connection, socket, untilMs: now() + idleMs });
    },
    close: () => {
      for (const { connection } of idle.splice(0)) connection.destroy();
    },
  };
}

function connectionFactory(origin: URL, transport: Transport): () => Connection {
  const { ca, certificate, isInsecure, proxies, reach } = transport;
  const options = {
    ...{ keepAlive: true, maxSockets: 1 },
    ...(reach === null ? {} : { lookup: guardedLookup(reach) }),
    ...(Object.keys(proxies).length === 0 ? {} : { proxyEnv: proxies }),
  };
  if (origin.protocol === 'http:') return () => new http.Agent(options);
  // Created once: reading the authorities again would cost each handshake half a millisecond.
  const secureContext = createSecureContext({ ...(ca === null ? {} : { ca }), ...certificate });
  return () => new https.Agent({ ...options, secureContext, rejectUnauthorized: !isInsecure });
}

function takeUsable(idle: Idle[], nowMs: number): Connection | null {
  for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
    const { connection, socket, untilMs } = last;
    if (nowMs < untilMs && !socket.destroyed && socket.readable && socket.writable) return connection;
    connection.destroy();
  }
  return null;
}

/** How long the server lets this connection be idle, if it says so (RFC 9112 §9.3; draft Keep-Alive header). */
function allowedIdleMs(headers: http.IncomingHttpHeaders): number {
  if (/\bclose\b/i.test(headers.connection ?? '')) return 0;
  const hint = /timeout=(\d+)/i.exec(String(headers['keep-alive'] ?? ''))?.[1];
  return hint === undefined ? maxIdleMs : Math.min(maxIdleMs, Number(hint) * 1_000 - hintMarginMs);
}
