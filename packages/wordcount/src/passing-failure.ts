import { MongoError, MongoNetworkError, MongoServerSelectionError } from 'mongodb';

/**
 * Server codes that say "not now, not here": the retryable codes of the driver specification, and the two that a
 * waiting write or majority read gets while a new primary settles.
 * Source: github.com/mongodb/specifications, retryable-writes, "Determining Retryable Errors".
 */
const passingCodes: ReadonlySet<number | string | undefined> = new Set([
  6, 7, 64, 89, 91, 134, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436,
]);

/** Errors of the driver itself that a new connection or a new primary mends. */
const passingNames: ReadonlySet<string> = new Set([
  'MongoPoolClearedError',
  'MongoPoolClearedOnNetworkError',
  'MongoWaitQueueTimeoutError',
  'MongoNotConnectedError',
]);

/** No primary was found yet since this process began. */
export class NotConnectedError extends Error {
  readonly code = 'not-connected';

  constructor() {
    super('The database has not been reached yet.');
    this.name = 'NotConnectedError';
  }
}

/** True for a failure that passes by itself: a lost connection, a cleared pool, no primary for now. */
export const isPassingFailure = (error: unknown): boolean =>
  error instanceof NotConnectedError ||
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  (error instanceof MongoError &&
    (passingNames.has(error.name) ||
      passingCodes.has(error.code) ||
      error.hasErrorLabel('RetryableWriteError')));
