import { endToEnd } from './headers.ts';
import { collectReplyBody, type ReplyBody } from './reply-body.ts';
import type { Upstream } from './upstream.ts';

/** One request, held whole, as it is sent to a target. */
export type Forwarded = {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | null;
  /** Aborted when the client hangs up. */
  readonly signal: AbortSignal;
};

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

const neverConnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']);
const timedOut: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const malformed: ReadonlySet<string> = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const explain = (error: unknown, signal: AbortSignal): AttemptResult => {
  const code = codeOf(error);
  if (signal.aborted) return { kind: 'hung-up' };
  if (malformed.has(code)) return { kind: 'unsendable' };
  if (timedOut.has(code)) return { kind: 'unanswered' };
  return { kind: 'broken', wasSent: !neverConnected.has(code) };
};

/** Sends the request to one target and holds its reply, if that is small. Never rejects. */
export const attempt = async (upstream: Upstream, forwarded: Forwarded): Promise<AttemptResult> => {
  const leave = upstream.enter();
  try {
    const answer = await upstream.pool().request(forwarded);
    upstream.showLife();
    const body = await collectReplyBody(answer.body);
    if (body.kind === 'stream') body.stream.once('close', leave);
    else leave();
    return {
      kind: 'reply',
      reply: { statusCode: answer.statusCode, headers: endToEnd(answer.headers), body },
    };
  } catch (error) {
    leave();
    return explain(error, forwarded.signal);
  }
};
