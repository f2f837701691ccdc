import { connect } from 'node:net';
import { systemCode } from '../../file-error.ts';

/** HAProxy's runtime interface did not answer in time, or did not do what it was told. */
export class HaproxyRuntimeError extends Error {
  readonly code = 'haproxy-runtime';

  constructor(message: string, cause?: unknown) {
    super(`HAProxy's stats socket: ${message}`, { cause });
    this.name = 'HaproxyRuntimeError';
  }
}

/** Nothing listens on the stats socket: the process has ended. */
export class HaproxyGoneError extends Error {
  readonly code = 'haproxy-gone';

  constructor(cause: unknown) {
    super('This HAProxy has ended.', { cause });
    this.name = 'HaproxyGoneError';
  }
}

const goneCodes: ReadonlySet<string | null> = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE']);

function explain(error: Error): Error {
  return goneCodes.has(systemCode(error))
    ? new HaproxyGoneError(error)
    : new HaproxyRuntimeError(error.message, error);
}

const answerTimeoutMs = 2000;

/**
 * Sends commands over one connection to the stats socket and resolves to the whole answer (management guide §9.3).
 * Rejects with `HaproxyGoneError`, or with `HaproxyRuntimeError` if there is no answer within 2 s.
 */
export function askHaproxy(socketPath: string, commands: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    const chunks: Buffer[] = [];
    socket.setTimeout(answerTimeoutMs, () => socket.destroy(new Error('no answer in time')));
    socket.once('connect', () => socket.end(`${commands.join(';')}\n`));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.once('error', (error) => reject(explain(error)));
  });
}
