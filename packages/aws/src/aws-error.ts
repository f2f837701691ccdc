/** Errors from AWS, in one clear line each: what was tried, why it failed, how to fix it. */
import { UsageError } from '@garbageday/core/errors.ts';
import { type AwsErrorCode, recognize } from './recognize-error.ts';

/** A call to AWS that failed. The message is one line; the SDK's own error is its `cause`. */
export class AwsError extends Error {
  readonly code: AwsErrorCode;

  constructor(code: AwsErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'AwsError';
    this.code = code;
  }
}

/** Calls AWS; what it throws becomes an `AwsError` that begins with `doing`: `looking at the fleet`. */
export async function calling<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw asAwsError(doing, error);
  }
}

/** Errors of the SDK become an `AwsError`; all others, and existing `AwsError`s, are returned unchanged. */
export function asAwsError(doing: string, error: unknown): unknown {
  if (error instanceof AwsError || error instanceof UsageError) return error;
  const recognized = recognize(error);
  if (recognized === null) return error;
  return new AwsError(recognized.code, `${doing}: ${recognized.why}`, { cause: error });
}

/** Only these errors keep their stack trace; all other codes have a known cause outside the program. */
const unexplained: readonly AwsErrorCode[] = ['failed'];

/**
 * For the command line: an AWS failure that a person can fix becomes a `UsageError` with the same line; everything else
 * is returned unchanged. Also accepts errors directly from the SDK.
 */
export function explainAwsError(error: unknown): unknown {
  const known = asAwsError('calling AWS', error);
  if (!(known instanceof AwsError) || unexplained.includes(known.code)) return known;
  return new UsageError(known.message, { cause: known });
}
