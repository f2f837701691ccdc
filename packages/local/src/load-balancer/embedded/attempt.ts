import { Readable } from 'node:stream';
import { endToEnd } from './headers.ts';
import { ExchangeTimeoutError, type Forwarded, headersOf } from './line.ts';
import type { Upstream } from './upstream.ts';

export type Reply = {
  readonly statusCode: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: ReplyBody;
};

/**
 * `broken`: the target was lost before it had answered; `wasSent` false when it certainly never saw the request.
 * `unanswered`: it is alive but took too long. `unsendable`: this cannot be sent to any target. `hung-up`: the client
 * has hung up.
 */
export type AttemptResult =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'broken'; readonly wasSent: boolean }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'unsendable' }
  | { readonly kind: 'hung-up' };

const neverConnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'connect-timeout']);
/** Node refuses to send it: an invalid method, path or header. */
const malformed: ReadonlySet<string> = new Set([
  'ERR_INVALID_HTTP_TOKEN',
  'ERR_UNESCAPED_CHARACTERS',
  'ERR_INVALID_CHAR',
  'ERR_HTTP_INVALID_HEADER_VALUE',
]);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function explain(error: unknown, signal: AbortSignal): AttemptResult {
  const code = codeOf(error);
  if (signal.aborted) return { kind: 'hung-up' };
  if (malformed.has(code)) return { kind: 'unsendable' };
  if (error instanceof ExchangeTimeoutError && code === 'response-timeout') return { kind: 'unanswered' };
  return { kind: 'broken', wasSent: !neverConnected.has(code) };
}

/** Sends the request to one target and holds its reply, if that is small. Never rejects. */
export async function attempt(upstream: Upstream, forwarded: Forwarded): Promise<AttemptResult> {
  const leave = upstream.enter();
  try {
    const answer = await upstream.send(forwarded);
    upstream.showLife();
    const body = await collectReplyBody(answer);
    if (body.kind === 'stream') body.stream.once('close', leave);
    else leave();
    return {
      kind: 'reply',
      reply: { statusCode: answer.statusCode ?? 502, headers: endToEnd(headersOf(answer.rawHeaders)), body },
    };
  } catch (error) {
    leave();
    return explain(error, forwarded.signal);
  }
}

/**
 * A reply's body: held completely, so that nothing has been sent to the client if it breaks, or too long or slow for
 * that.
 */
type ReplyBody =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly stream: Readable };

const wholeUpTo = 65_536;

/** The client waits no longer than this for the first byte of a reply whose headers have arrived. */
const holdMs = 300;

type Next = IteratorResult<Buffer, unknown>;

/**
 * Holds up to 64 KiB for up to 300 ms; a longer or slower body becomes a stream of what was read so far and then the
 * rest. Rejects if it breaks before that.
 */
async function collectReplyBody(body: Readable): Promise<ReplyBody> {
  const chunks: Buffer[] = [];
  const iterator: AsyncIterator<Buffer, unknown> = body[Symbol.asyncIterator]();
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), holdMs);
  try {
    for (let length = 0; length <= wholeUpTo; ) {
      const coming = iterator.next();
      const next = await Promise.race([coming, late.promise]);
      if (next === 'late') return streamOf({ chunks, coming, iterator });
      if (next.done === true) return { kind: 'whole', bytes: Buffer.concat(chunks) };
      chunks.push(next.value);
      length += next.value.length;
    }
    return streamOf({ chunks, coming: iterator.next(), iterator });
  } finally {
    clearTimeout(timer);
  }
}

type Rest = {
  readonly chunks: readonly Buffer[];
  readonly coming: Promise<Next>;
  readonly iterator: AsyncIterator<Buffer, unknown>;
};

function streamOf(rest: Rest): ReplyBody {
  // The reader of the stream handles the error; there is none if this reply is not passed on.
  rest.coming.catch(() => {});
  return { kind: 'stream', stream: Readable.from(resumed(rest)) };
}

async function* resumed({ chunks, coming, iterator }: Rest): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
    for (let next = await coming; next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
