/** One HTTP request, with its phases and the reason of its failure. It never retries and never redirects. */
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

/** What became of one request. `hasAnswer`: the head of an answer had come before it failed. */
export type Exchange =
  | { readonly kind: 'answered'; readonly reply: Reply; readonly phases: Phases }
  | {
      readonly kind: 'failed';
      readonly error: ErrorKind;
      readonly hasAnswer: boolean;
      readonly phases: Phases;
    }
  /** Nothing was sent, for a reason of this machine: no event. */
  | { readonly kind: 'unsent'; readonly cause: Error };

/** How to reach the server, and whom to tell that the connection may be used again. */
export type Line = {
  readonly origin: URL;
  readonly agent: http.Agent;
  readonly timer: Timer;
  readonly onReusable: (socket: Socket, headers: http.IncomingHttpHeaders) => void;
};

/** A longer answer is not read: it fails as `assertion`. */
export const maxBodyBytes = 1024 * 1024;

/** Sends the order once. Rejects only on a bug (a header that is none, say). */
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
    else settle({ kind: 'failed', error: failure, hasAnswer: watch.has('response'), phases: watch.stop() });
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

function followSocket(socket: Socket, watch: Stopwatch): void {
  watch.mark('socket');
  if (!socket.connecting) return;
  socket.once('lookup', () => watch.mark('lookup'));
  socket.once('connect', () => watch.mark('connect'));
  socket.once('secureConnect', () => watch.mark('secure'));
}

function stageOf(watch: Stopwatch, socket: Socket | null, origin: URL): Stage {
  if (socket?.connecting === true) {
    const isNamed = watch.has('lookup') || /^[\d.]+$|^\[/.test(origin.hostname);
    return isNamed ? 'connecting' : 'name';
  }
  const isSecuring = origin.protocol === 'https:' && watch.has('connect') && !watch.has('secure');
  return isSecuring ? 'securing' : 'waiting';
}

/** Reads to the end; `null` when the answer is longer than may be read. */
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
