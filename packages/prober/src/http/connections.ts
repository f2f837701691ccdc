/**
 * Kept connections, without the race that makes a prober blame the service for its own timing.
 *
 * A server may close an idle connection at the moment at which we write on it; the reset that follows looks like a dead
 * service, and a probe must not retry to find out. So a connection is used again only while that cannot reasonably be:
 * idle for less than a second (servers and load balancers wait 5 s and more) or less than the server's own
 * `Keep-Alive: timeout` allows; never after a `Connection: close`; never once its end has been read, which Node's agent
 * alone does not look at (a half-closed socket stays in its pool until it is destroyed); and idle time is measured when
 * the connection is taken, so that a pause of our own process counts. What remains is a close that is on the wire while
 * we write, half a round trip: from there on, a reset is what users would feel as well.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';

const maxIdleMs = 1_000;
// A server that announces 2 s may count from when it sent, and whole seconds.
const hintMarginMs = 1_000;

/** One connection: an agent that never holds two. Nothing queues, and this file decides alone what is used again. */
export type Connection = http.Agent;

export type Connections = {
  /** The kept connection that was used last, or a new one. */
  readonly take: (want: 'any' | 'fresh') => Connection;
  /** After an answer was read to its end. */
  readonly give: (connection: Connection, socket: Socket, headers: http.IncomingHttpHeaders) => void;
  readonly close: () => void;
};

type Idle = { readonly connection: Connection; readonly socket: Socket; readonly untilMs: number };

/** `ca`: the certificate authority to trust instead of Node's, as PEM; `null` for Node's. */
export function connections(origin: URL, ca: string | null, now: () => number): Connections {
  const create = connectionFactory(origin, ca);
  // A stack: the last used is used next, and what the rate does not need grows old at the bottom.
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

function connectionFactory(origin: URL, ca: string | null): () => Connection {
  const options = { keepAlive: true, maxSockets: 1 };
  if (origin.protocol === 'http:') return () => new http.Agent(options);
  // Made once: reading the authorities anew costs each handshake half a millisecond.
  const secureContext = createSecureContext(ca === null ? {} : { ca });
  return () => new https.Agent({ ...options, secureContext });
}

function takeUsable(idle: Idle[], nowMs: number): Connection | null {
  for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
    const { connection, socket, untilMs } = last;
    if (nowMs < untilMs && !socket.destroyed && socket.readable && socket.writable) return connection;
    connection.destroy();
  }
  return null;
}

/** How long the server lets this connection be idle, as far as it tells (RFC 9112 §9.3; draft Keep-Alive header). */
function allowedIdleMs(headers: http.IncomingHttpHeaders): number {
  if (/\bclose\b/i.test(headers.connection ?? '')) return 0;
  const hint = /timeout=(\d+)/i.exec(String(headers['keep-alive'] ?? ''))?.[1];
  return hint === undefined ? maxIdleMs : Math.min(maxIdleMs, Number(hint) * 1_000 - hintMarginMs);
}
