/** One HTTP request, with its phases and the reason for its failure. It never retries and never redirects. */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Method } from '@garbageday/core/probe/journey.ts';
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import type { Timer } from '../schedule/timer.ts';
import { type Failure, failureOf, failureOfTimeout, type Stage } from './failure.ts';
import { type Phases, type Stopwatch, stopwatch } from './phases.ts';

export type Header = readonly [name: string, value: string];

/** What to send. The timeout counts from sending; latency counts from `intendedMs` (epoch milliseconds). */
export type Order = {
  readonly method: Method;
  /** From the root, encoded: `/insert/chaos`. */
  readonly path: string;
  readonly headers: readonly Header[];
  readonly body: string | null;
  readonly intendedMs: number;
  readonly timeoutMs: number;
};

export type Reply = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
};

/** The outcome of one request. `hasAnswer`: the head of an answer had arrived before it failed. */
export type Exchange =
  | { readonly kind: 'answered'; readonly reply: Reply; readonly phases: Phases }
  | {
      readonly kind: 'failed';
      readonly error: ErrorKind;
      readonly hasAnswer: boolean;
      readonly phases: Phases;
      readonly cause: Error;
    }
  /** Nothing was sent, because of a problem on this machine: not an event. */
  | { readonly kind: 'unsent'; readonly cause: Error };

/** How to reach the server, and what to call when the connection may be reused. */
export type Line = {
  readonly origin: URL;
  readonly agent: http.Agent;
  readonly timer: Timer;
  readonly onReusable: (socket: Socket, headers: http.IncomingHttpHeaders) => void;
};

export type Client = {
  /** Sends once, and once more for each redirect that is followed. `fresh` never reuses a connection. */
  readonly send: (order: Order, want: 'any' | 'fresh') => Promise<Exchange>;
  readonly close: () => void;
};

/** A longer answer is not read: it fails as `assertion`. */
export const maxBodyBytes = 1024 * 1024;

/** Sends the order once. Rejects only on a bug (an invalid header, say). */
export function request(order: Order, line: Line): Promise<Exchange> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
  const watch = stopwatch(order.intendedMs, line.timer.now);
  const outgoing = open(order, line);
  const stage = () => stageOf(watch, outgoing.socket, line.origin);
  let isSettled = false;
  const settle = (exchange: Exchange) => {
    isSettled = true;
    cancelTimeout();
    resolve(exchange);
  };
  const fail = (failure: Failure, cause: Error) => {
    if (isSettled) return;
    outgoing.destroy();
    line.agent.destroy();
    if (failure === 'own') settle({ kind: 'unsent', cause });
    else {
      const hasAnswer = watch.has('response');
      settle({ kind: 'failed', error: failure, hasAnswer, phases: watch.stop(), cause });
    }
  };
  const onError = (error: Error) => {
    try {
      fail(failureOf(error, stage()), error);
    } catch (bug) {
      reject(bug);
    }
  };
  const cancelTimeout = line.timer.after(order.timeoutMs, () =>
    fail(failureOfTimeout(stage()), new Error('out of time')),
  );
  outgoing.on('error', onError);
  outgoing.once('close', () => {
    if (!watch.has('response')) fail('reset', new Error('closed without an answer'));
  });
  outgoing.once('socket', (socket) => followSocket(socket, watch));
  outgoing.once('response', (response) => {
    watch.mark('response');
    readReply(response, onError, (reply) => {
      if (reply === null) return fail('assertion', new Error('the answer is too long'));
      if (outgoing.socket === null) line.agent.destroy();
      else line.onReusable(outgoing.socket, response.headers);
      settle({ kind: 'answered', reply, phases: watch.stop() });
    });
  });
  outgoing.end(order.body ?? undefined);
  return promise;
}

function open(order: Order, line: Line): http.ClientRequest {
  const { method, path } = order;
  const headers = Object.fromEntries(order.headers);
  const options = { method, path, headers, agent: line.agent };
  return line.origin.protocol === 'https:'
    ? https.request(line.origin, options)
    : http.request(line.origin, options);
}

/** Marks what has yet to happen to a connection. */
export function followSocket(socket: Socket, watch: Stopwatch): void {
  watch.mark('socket');
  if (!socket.connecting) return;
  socket.once('lookup', () => watch.mark('lookup'));
  socket.once('connect', () => watch.mark('connect'));
  socket.once('secureConnect', () => watch.mark('secure'));
}

function stageOf(watch: Stopwatch, socket: Socket | null, origin: URL): Stage {
  if (socket?.connecting === true) {
    return watch.has('lookup') || isNumeric(origin) ? 'connecting' : 'name';
  }
  const isSecuring = origin.protocol === 'https:' && watch.has('connect') && !watch.has('secure');
  return isSecuring ? 'securing' : 'waiting';
}

/** Whether the host is a numeric address, which is never looked up. */
export function isNumeric({ hostname }: URL): boolean {
  return /^[\d.]+$|^\[/.test(hostname);
}

/** Reads to the end; `null` if the answer is longer than allowed. */
function readReply(
  response: http.IncomingMessage,
  onError: (error: Error) => void,
  onReply: (reply: Reply | null) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('error', onError);
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
    else onReply(null);
  });
  response.once('end', () => {
    if (bytes > maxBodyBytes) return;
    const body = Buffer.concat(chunks).toString('utf8');
    onReply({ status: response.statusCode ?? 0, headers: response.headers, body });
  });
}
