/**
 * HTTP/2 (RFC 9113): many requests over one connection, as browsers send them. A request opens its own connection if
 * there is none yet, if the server allows no further stream on the existing one, and now and then, as the other client
 * does: a request never waits for another one's handshake.
 */
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import type { Timer } from '../schedule/timer.ts';
import { guardedLookup } from './address-guard.ts';
import { failureOf, failureOfTimeout, notHttp2, type Stage } from './failure.ts';
import { type Stopwatch, stopwatch } from './phases.ts';
import { type Client, type Exchange, followSocket, isNumeric, maxBodyBytes, type Order } from './request.ts';
import type { Transport } from './transport.ts';

export type Http2Plan = {
  readonly origin: URL;
  /** Precedes every order's path. */
  readonly prefix: string;
  readonly transport: Transport;
  readonly timer: Timer;
  readonly isFresh: () => boolean;
};

/** For `http:` addresses, HTTP/2 is used at once, without asking whether the server supports it ("prior knowledge"). */
export function http2Client(plan: Http2Plan): Client {
  const connect = connector(plan);
  let kept: Connection | null = null;
  const all = new Set<Connection>();
  const open = (): Connection => {
    const connection = connect();
    all.add(connection);
    connection.session.once('close', () => all.delete(connection));
    connection.session.once('connect', () => {
      kept?.retire();
      kept = connection;
    });
    return connection;
  };
  return {
    send: (order, want) => {
      const mayShare = want === 'any' && !plan.isFresh() && kept?.hasRoom() === true;
      return exchange(order, mayShare && kept !== null ? kept : open(), plan);
    },
    close: () => {
      for (const { session } of all) session.destroy();
    },
  };
}

/** The server completed a handshake that offered only HTTP/2, but did not choose it. */
class NotHttp2Error extends Error {
  readonly code = notHttp2;

  constructor() {
    super('the server does not speak HTTP/2');
    this.name = 'NotHttp2Error';
  }
}

type Connection = {
  readonly session: http2.ClientHttp2Session;
  readonly socket: net.Socket;
  /** Whether one more request may be sent over it at once. */
  readonly hasRoom: () => boolean;
  readonly opened: () => void;
  readonly ended: () => void;
  /** Closes the connection once the requests in progress on it have ended. */
  readonly retire: () => void;
};

function connector({ origin, transport }: Http2Plan): () => Connection {
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const isSecure = origin.protocol === 'https:';
  const lookup = transport.reach === null ? {} : { lookup: guardedLookup(transport.reach) };
  const place = { host, port: Number(origin.port || (isSecure ? 443 : 80)), ...lookup };
  // Created once: reading the authorities again would cost each handshake half a millisecond.
  const secureContext = tls.createSecureContext({
    ...(transport.ca === null ? {} : { ca: transport.ca }),
    ...transport.certificate,
  });
  const secure = {
    ...{ secureContext, ALPNProtocols: ['h2'], rejectUnauthorized: !transport.isInsecure },
    servername: net.isIP(host) === 0 ? host : '',
  };
  return () => {
    const socket = isSecure ? tls.connect({ ...place, ...secure }) : net.connect(place);
    if (socket instanceof tls.TLSSocket)
      socket.once('secureConnect', () => {
        if (socket.alpnProtocol !== 'h2') socket.destroy(new NotHttp2Error());
      });
    socket.setNoDelay(true);
    return connectionOver(http2.connect(origin, { createConnection: () => socket }), socket);
  };
}

function connectionOver(session: http2.ClientHttp2Session, socket: net.Socket): Connection {
  let isRetired = false;
  let underWay = 0;
  const closeIfDone = () => {
    if (isRetired && underWay === 0 && !session.destroyed) session.close();
  };
  const retire = () => {
    isRetired = true;
    closeIfDone();
  };
  // Each request on it gets the error as well.
  session.on('error', retire);
  session.once('goaway', retire);
  return {
    ...{ session, socket, retire },
    hasRoom: () =>
      !isRetired &&
      !session.closed &&
      !session.destroyed &&
      underWay < (session.remoteSettings.maxConcurrentStreams ?? Number.POSITIVE_INFINITY),
    opened: () => {
      underWay += 1;
    },
    ended: () => {
      underWay -= 1;
      closeIfDone();
    },
  };
}

/** Sends once. Rejects only on a bug (an invalid header, say). */
function exchange(order: Order, connection: Connection, plan: Http2Plan): Promise<Exchange> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
  const watch = stopwatch(order.intendedMs, plan.timer.now);
  const { session, socket } = connection;
  const stage = () => stageOf(watch, socket, plan.origin);
  connection.opened();
  followSocket(socket, watch);
  const sources = [socket, session];
  let isSettled = false;
  const settle = (result: Exchange) => {
    isSettled = true;
    cancelTimeout();
    for (const source of sources) source.off('error', onError);
    connection.ended();
    resolve(result);
  };
  const fail = (error: ReturnType<typeof failureOf>, cause: Error) => {
    if (isSettled) return;
    // A timeout casts doubt on the connection, too, so the next request does not depend on it.
    connection.retire();
    stream?.close(http2.constants.NGHTTP2_CANCEL);
    if (!watch.has('connect') && socket.connecting) session.destroy();
    const hasAnswer = watch.has('response');
    if (error === 'own') settle({ kind: 'unsent', cause });
    else settle({ kind: 'failed', error, hasAnswer, phases: watch.stop(), cause });
  };
  const onError = (error: Error) => {
    if (isSettled) return;
    try {
      fail(failureOf(error, stage()), error);
    } catch (bug) {
      settle({ kind: 'unsent', cause: error });
      reject(bug);
    }
  };
  const cancelTimeout = plan.timer.after(order.timeoutMs, () =>
    fail(failureOfTimeout(stage()), new Error('out of time')),
  );
  // The socket has the most precise error, and emits it first.
  for (const source of sources) source.on('error', onError);
  const stream = open(session, order, plan, onError);
  stream?.on('error', onError);
  stream?.once('close', () => fail('reset', new Error('closed without an answer')));
  if (stream !== null)
    readReply(stream, watch, (reply) => {
      if (reply === null) fail('assertion', new Error('the answer is too long'));
      else if (!isSettled) settle({ kind: 'answered', reply, phases: watch.stop() });
    });
  stream?.end(order.body ?? undefined);
  return promise;
}

/** `null`: the connection has just been lost, and `onError` was called. */
function open(
  session: http2.ClientHttp2Session,
  order: Order,
  { origin, prefix }: Http2Plan,
  onError: (error: Error) => void,
): http2.ClientHttp2Stream | null {
  const { authority, headers } = headersOf(order, origin);
  try {
    return session.request({
      ...headers,
      ...{ ':method': order.method, ':path': prefix + order.path },
      ...{ ':scheme': origin.protocol.replace(':', ''), ':authority': authority },
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    queueMicrotask(() => onError(error));
    return null;
  }
}

/** Connection-specific headers, which HTTP/2 does not allow (RFC 9113 §8.2.2). */
const ofConnections = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'host',
]);

function headersOf({ headers }: Order, { host, username, password }: URL) {
  const lower = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const authority = lower.find(([name]) => name === 'host')?.[1] ?? host;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const own =
    username === '' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  const sent = Object.fromEntries(lower.filter(([name]) => !ofConnections.has(name)));
  return { authority, headers: { ...own, ...sent } };
}

function stageOf(watch: Stopwatch, socket: net.Socket, origin: URL): Stage {
  if (socket.connecting && !watch.has('connect'))
    return watch.has('lookup') || isNumeric(origin) ? 'connecting' : 'name';
  return origin.protocol === 'https:' && watch.has('connect') && !watch.has('secure')
    ? 'securing'
    : 'waiting';
}

type Reply = Extract<Exchange, { readonly kind: 'answered' }>['reply'];

/** Reads to the end; `null` if the answer is longer than allowed. */
function readReply(
  stream: http2.ClientHttp2Stream,
  watch: Stopwatch,
  onReply: (reply: Reply | null) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let head: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader = {};
  stream.once('response', (headers) => {
    watch.mark('response');
    head = headers;
  });
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
    else onReply(null);
  });
  stream.once('end', () => {
    // A stream that is reset also ends, without an answer or in the middle of one.
    if (bytes > maxBodyBytes || head[':status'] === undefined || stream.rstCode !== 0) return;
    onReply({ status: head[':status'], headers: head, body: Buffer.concat(chunks).toString('utf8') });
  });
}
