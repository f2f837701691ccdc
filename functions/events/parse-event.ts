/** Validates the event that a function was sent. */
import * as z from 'zod/mini';

/** The function was sent an event that it does not accept. A retry would not help. */
export class InvalidEventError extends Error {
  readonly code = 'invalid-event';

  constructor(expected: string, cause: z.core.$ZodError) {
    super(`this is not a valid ${expected} event: ${z.prettifyError(cause).replaceAll(/\s+/g, ' ')}`, {
      cause,
    });
    this.name = 'InvalidEventError';
  }
}

/** @throws InvalidEventError in one line. */
export function parseEvent<T>(schema: z.ZodMiniType<T>, expected: string, event: unknown): T {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new InvalidEventError(expected, parsed.error);
}
