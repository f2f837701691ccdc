import { type AttemptResult, attempt, type Reply } from './attempt.ts';
import type { Forwarded } from './line.ts';
import type { Upstream } from './upstream.ts';
import type { Upstreams } from './upstreams.ts';

/** What the client gets. Failures are answered by the load balancer itself. */
export type ForwardResult =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'no-target' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'unsendable' }
  | { readonly kind: 'hung-up' };

const mostAttempts = 4;
const patienceMs = 3000;

/** Idempotent by RFC 9110 §9.2.2, and POST: it carries a request id, by which the web server counts it once. */
const repeatable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'POST']);
const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

const serviceUnavailable = 503;

/** Whether another target may be tried without doing anything twice. */
function mayRepeat(method: string, result: AttemptResult): boolean {
  if (result.kind === 'broken') return !result.wasSent || repeatable.has(method);
  return result.kind === 'reply' && result.reply.statusCode === serviceUnavailable && safe.has(method);
}

/** Tries up to four targets, waiting up to 3 s whenever none is in service. */
export async function forward(upstreams: Upstreams, forwarded: Forwarded): Promise<ForwardResult> {
  const tried = new Set<Upstream>();
  let last: ForwardResult = { kind: 'no-target' };
  for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
    const upstream = await upstreams.choose(tried, patienceMs);
    if (upstream === null || forwarded.signal.aborted) return last;
    tried.add(upstream);
    const result = await attempt(upstream, forwarded);
    if (result.kind === 'broken') upstream.suspect();
    if (!mayRepeat(forwarded.method, result)) return result;
    if (result.kind === 'reply' && result.reply.body.kind === 'stream') result.reply.body.stream.destroy();
    last = result;
  }
  return last;
}
