import { endToEnd } from './headers.ts';
import { ExchangeTimeoutError, type Forwarded, headersOf } from './line.ts';
import { collectReplyBody, type ReplyBody } from './reply-body.ts';
import type { Upstream } from './upstream.ts';

export type Reply = {
  readonly statusCode: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: ReplyBody;
};

/**
 * `broken`: the target was lost before it had answered; `wasSent` false when it certainly never saw the request.
 * `unanswered`: it lives and took too long. `unsendable`: no target could be sent this. `hung-up`: nobody listens.
 */
export type AttemptResult =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'broken'; readonly wasSent: boolean }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'unsendable' }
  | { readonly kind: 'hung-up' };

const neverConnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'connect-timeout']);
/** Node refuses to send it: a method, a path or a header that is none. */
const malformed: ReadonlySet<string> = new Set([
  'ERR_INVALID_HTTP_TOKEN',
  'ERR_UNESCAPED_CHARACTERS',
  'ERR_INVALID_CHAR',
  'ERR_HTTP_INVALID_HEADER_VALUE',
]);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const explain = (error: unknown, signal: AbortSignal): AttemptResult => {
  const code = codeOf(error);
  if (signal.aborted) return { kind: 'hung-up' };
  if (malformed.has(code)) return { kind: 'unsendable' };
  if (error instanceof ExchangeTimeoutError && code === 'response-timeout') return { kind: 'unanswered' };
  return { kind: 'broken', wasSent: !neverConnected.has(code) };
};

/** Sends the request to one target and holds its reply, if that is small. Never rejects. */
export const attempt = async (upstream: Upstream, forwarded: Forwarded): Promise<AttemptResult> => {
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
};
