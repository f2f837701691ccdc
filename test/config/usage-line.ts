/** The one line of the `UsageError` that the body throws. */
import { UsageError } from '@garbageday/core/errors.ts';

export async function usageLine(body: () => unknown): Promise<string> {
  try {
    await body();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}
