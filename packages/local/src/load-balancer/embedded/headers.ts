import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Header names in lower case, as Node gives and takes them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** RFC 9110 §7.6.1, and the headers that HTTP/1.1 stacks use between two neighbours only. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function listed(connection: string | string[] | undefined): ReadonlySet<string> {
  return new Set(
    [connection ?? []]
      .flat()
      .flatMap((value) => value.split(','))
      .map((name) => name.trim().toLowerCase()),
  );
}

/** All headers except those meant for one connection: the fixed ones and those that `Connection` names. */
export function endToEnd(headers: Headers): Record<string, string | string[]> {
  const named = listed(headers['connection']);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || hopByHop.has(name) || named.has(name) ? [] : [[name, value]],
    ),
  );
}

const requestIdPattern = /^[A-Za-z0-9._:-]{1,64}$/;

function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
}

/**
 * What is forwarded: end-to-end headers without those of the body's framing (it was read completely and is framed
 * again), the client's address, and a request id. The id is the client's if the web server accepts it, else a new one;
 * each repeat carries the same, so that an insert is counted once.
 */
export function forwardedHeaders(
  headers: IncomingHttpHeaders,
  remoteAddress: string,
): Record<string, string | string[]> {
  const { 'content-length': _length, expect: _expect, ...rest } = endToEnd(headers);
  const before = headers['x-forwarded-for'];
  return {
    ...rest,
    'x-request-id': requestIdOf(headers['x-request-id']),
    'x-forwarded-for': before === undefined ? remoteAddress : `${before}, ${remoteAddress}`,
    'x-forwarded-proto': 'http',
  };
}
