/** Names what went wrong with a request, as a kind of error in a slice. */
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import { addressRefused } from './address-guard.ts';

/** How far the request got. */
export type Stage = 'name' | 'connecting' | 'securing' | 'waiting';

/** `own`: this machine ran out of something and nothing was sent, which is not the service's fault. */
export type Failure = ErrorKind | 'own';

const own = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'EADDRINUSE']);
const unreachable = new Set([
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
]);
const broken = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'ENOTCONN']);

/** What came is not HTTP/2. */
export const notHttp2 = 'ERR_HTTP2_ERROR';

const http2Ends = new Set([
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_HTTP2_SESSION_ERROR',
  'ERR_HTTP2_GOAWAY_SESSION',
  'ERR_HTTP2_STREAM_CANCEL',
  'ERR_HTTP2_INVALID_SESSION',
  'ERR_HTTP2_INVALID_STREAM',
]);

/**
 * The kind of an error from a socket or Node's HTTP client. Rethrows what is not a network failure, because it is a
 * bug. Codes: `node:errors` (system errors), llhttp (`HPE_…`), c-ares (names).
 */
export function failureOf(error: Error, stage: Stage): Failure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (own.has(code)) return 'own';
  if (code === addressRefused) return 'assertion';
  if (isOfNames(error, code)) return 'dns';
  if (code === 'ECONNREFUSED') return 'connect-refused';
  if (stage === 'connecting' && unreachable.has(code)) return 'connect-timeout';
  if (broken.has(code)) return 'reset';
  // Certificates fail with dozens of codes (OpenSSL's, Node's): whatever else breaks a handshake is TLS.
  if (stage === 'securing' || /^ERR_(TLS|SSL)_/.test(code)) return 'tls';
  // Of a stream or its connection: reset, refused, sent away, cancelled (RFC 9113 §7).
  if (http2Ends.has(code)) return 'reset';
  // It answered, but not in HTTP.
  if (code.startsWith('HPE_') || code === notHttp2) return 'assertion';
  if (/^E(?!RR_)/.test(code)) return 'reset';
  throw error;
}

/** The kind of error of a request that timed out. */
export function failureOfTimeout(stage: Stage): ErrorKind {
  if (stage === 'name') return 'dns';
  return stage === 'connecting' ? 'connect-timeout' : 'timeout';
}

function isOfNames(error: Error, code: string): boolean {
  return code.startsWith('EAI_') || ('syscall' in error && error.syscall === 'getaddrinfo');
}
