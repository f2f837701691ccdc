import { MongoError, MongoNetworkError, MongoServerSelectionError } from 'mongodb';

/**
 * Server codes that say "not now, not here": the retryable codes of the driver specification, those that a waiting
 * write or majority read gets while a new primary settles (64, 134), and a cursor that died with its primary (43, 237).
 * Source: github.com/mongodb/specifications, retryable-writes, "Determining Retryable Errors".
 */
const passingCodes: ReadonlySet<number | string | undefined> = new Set([
  6, 7, 43, 64, 89, 91, 134, 189, 237, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436,
]);

/**
 * Errors of the driver itself, besides lost connections: a resource that it was about to use went away, or was not
 * free.
 */
const passingNames: ReadonlySet<string> = new Set([
  'MongoPoolClosedError',
  'MongoServerClosedError',
  'MongoWaitQueueTimeoutError',
]);

/** No primary has been found since this process started. */
export class NotConnectedError extends Error {
  readonly code = 'not-connected';

  constructor() {
    super('The database has not been reached yet.');
    this.name = 'NotConnectedError';
  }
}

/**
 * Raw socket errors that the driver passes through if a socket dies during use (`EPIPE`: the other side has closed it).
 */
const socketCodes: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET']);

function isSocketFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && socketCodes.has(error.code);
}

/** True for a transient failure: a lost connection, a cleared pool, no primary for now. */
export function isPassingFailure(error: unknown): boolean {
  return (
    error instanceof NotConnectedError ||
    isSocketFailure(error) ||
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    (error instanceof MongoError &&
      (passingNames.has(error.name) ||
        passingCodes.has(error.code) ||
        error.hasErrorLabel('RetryableWriteError')))
  );
}
