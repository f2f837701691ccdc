/** A tool that takes marks over HTTP, and what its answers mean for another try. */
import type { KillMark } from './kill-mark.ts';

/** `not-taken`: surely not, and later it may be. `doubtful`: it may have been taken. `refused`: it never will be. */
export type Answer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'not-taken' | 'doubtful' | 'refused'; readonly reason: string };

export type Destination = {
  /** `Grafana`. */
  readonly name: string;
  readonly post: (mark: KillMark) => Promise<Answer>;
  /** Whether it has the mark; null: it cannot be asked. Rejects when it does not answer. */
  readonly has: ((mark: KillMark) => Promise<boolean>) | null;
};

const requestMs = 5_000;

export type Post = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** Follows no redirect: it would carry the token elsewhere. Never rejects. */
export async function postJson({ url, headers, body }: Post): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(requestMs),
    });
    await response.body?.cancel();
    return answerOf(response.status);
  } catch (error) {
    const reason = reasonOf(error);
    if (badCertificate.test(reason)) return { kind: 'refused', reason };
    return { kind: neverSent.has(reason) ? 'not-taken' : 'doubtful', reason };
  }
}

/** There was never a connection. */
const neverSent: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/** Nothing is sent to a server whose certificate is not accepted, and waiting does not change that (codes of OpenSSL and Node). */
const badCertificate = /CERT|^UNABLE_TO_|^ERR_TLS_/;

function answerOf(status: number): Answer {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const reason = `HTTP ${status}`;
  if (status === 429) return { kind: 'not-taken', reason };
  return { kind: status >= 500 || status === 408 ? 'doubtful' : 'refused', reason };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

/** @throws Error if there is no answer, or it is not a success. */
export async function getJson(url: string, headers: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(requestMs) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}
