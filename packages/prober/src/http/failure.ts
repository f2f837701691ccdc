/** Names what went wrong with a request, in the words of the slices. */
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';

/** How far the request had come. */
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

/**
 * The kind of the error that a socket or Node's HTTP client emitted. Throws what is no failure of the network: a bug.
 * Codes: `node:errors` (system errors), llhttp (`HPE_…`), c-ares (names).
 */
export function failureOf(error: Error, stage: Stage): Failure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (own.has(code)) return 'own';
  if (isOfNames(error, code)) return 'dns';
  if (code === 'ECONNREFUSED') return 'connect-refused';
  if (stage === 'connecting' && unreachable.has(code)) return 'connect-timeout';
  if (broken.has(code)) return 'reset';
  // Certificates fail with dozens of codes (OpenSSL's, Node's): whatever else breaks a handshake is TLS.
  if (stage === 'securing' || /^ERR_(TLS|SSL)_/.test(code)) return 'tls';
  // It answered, but not in HTTP.
  if (code.startsWith('HPE_')) return 'assertion';
  if (/^E(?!RR_)/.test(code)) return 'reset';
  throw error;
}

/** The kind of a request that was given up after its time. */
export function failureOfTimeout(stage: Stage): ErrorKind {
  if (stage === 'name') return 'dns';
  return stage === 'connecting' ? 'connect-timeout' : 'timeout';
}

function isOfNames(error: Error, code: string): boolean {
  return code.startsWith('EAI_') || ('syscall' in error && error.syscall === 'getaddrinfo');
}
