/** Times as AWS writes them: `2026-11-24T12:36:15.490+0000`, `2026-11-24T12:36:15Z`. */
import * as z from 'zod/mini';

/** Epoch milliseconds. */
export const instant = z.pipe(
  z.string().check(z.regex(/^\d{4}-\d\d-\d\dT[\d:.]+([+-]\d\d:?\d\d|Z)$/)),
  z.transform((text) => Date.parse(text)),
);
