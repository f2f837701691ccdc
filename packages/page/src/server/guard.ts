/** Who may ask what: the page is for browsers on this machine, and for no other page that one of them has open. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type Asked = {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
};

export type Guarded = {
  readonly port: number;
  /** The page has it from its HTML. */
  readonly token: string;
};

export type Forbidden = { readonly status: 400 | 403 | 405 | 415 | 421; readonly message: string };

export const tokenHeader = 'x-garbageday-token';

/** Null: go ahead. */
export function forbidden(asked: Asked, { port, token }: Guarded): Forbidden | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const wrong = askedWrongly(asked, { hosts, sites: ['same-origin', 'none'] });
  if (wrong !== null || asked.method === 'GET') return wrong;
  const given = asked.headers[tokenHeader];
  if (typeof given !== 'string' || !isSame(given, token))
    return { status: 403, message: 'the token is not that of this run; load the page again' };
  return null;
}

export type Place = {
  /** `127.0.0.1:43210`: where the page is; the first one is said to those who ask elsewhere. */
  readonly hosts: readonly string[];
  /** What `Sec-Fetch-Site` may say; null: anything. */
  readonly sites: readonly string[] | null;
};

/** What holds for every page of ours, before any token. Null: nothing is wrong. */
export function askedWrongly({ method, headers }: Asked, { hosts, sites }: Place): Forbidden | null {
  // A name that an attacker has pointed at this machine (DNS rebinding) is not one of them.
  if (!hosts.includes(headers.host ?? ''))
    return { status: 421, message: `this page is at http://${hosts[0]}, not at another name` };
  if (method !== 'GET' && method !== 'POST')
    return { status: 405, message: 'only GET and POST are answered' };
  const { origin } = headers;
  const isOwn = origin !== undefined && hosts.some((host) => origin === `http://${host}`);
  if (origin !== undefined && !isOwn) return { status: 403, message: 'another page may not ask' };
  const site = headers['sec-fetch-site'];
  if (sites !== null && typeof site === 'string' && !sites.includes(site))
    return { status: 403, message: 'another page may not ask' };
  if (method === 'GET') return null;
  // Every browser says where a POST comes from.
  if (!isOwn) return { status: 403, message: 'it has to come from the page' };
  if (headers['content-type'] !== 'application/json')
    return { status: 415, message: 'the body has to be application/json' };
  return null;
}

/** Takes as long for a wrong token as for the right one. */
export function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Nothing is loaded from elsewhere, nothing runs that is not a file of ours, and no other page may frame or read this one. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "frame-src 'self'"],
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
