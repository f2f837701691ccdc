/** What AWS says when it says no, in one clear line each: what was tried, why it failed, how to mend it. */
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

/** Errors of the SDK become `AwsError`; all others, and those that are one already, stay what they are. */
export function asAwsError(doing: string, error: unknown): unknown {
  if (error instanceof AwsError || error instanceof UsageError) return error;
  const recognized = recognize(error);
  if (recognized === null) return error;
  return new AwsError(recognized.code, `${doing}: ${recognized.why}`, { cause: error });
}

/** Codes that are nobody's fault but the installation's, the person's or the hour's: no stack trace helps. */
const unexplained: readonly AwsErrorCode[] = ['failed'];

/**
 * For the command line: a failure of AWS that a person can mend becomes a `UsageError` with the same line; everything
 * else comes back as it is. Also takes errors straight from the SDK.
 */
export function explainAwsError(error: unknown): unknown {
  const known = asAwsError('calling AWS', error);
  if (!(known instanceof AwsError) || unexplained.includes(known.code)) return known;
  return new UsageError(known.message, { cause: known });
}
