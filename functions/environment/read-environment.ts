/** The only reader of the environment. */
import type * as z from 'zod/mini';
import { parseEnvironment } from './parse-environment.ts';

/** @throws UsageError one line that names the first variable that is missing or wrong. */
export function readEnvironment<T>(schema: z.ZodMiniType<T>): T {
  return parseEnvironment(schema, process.env);
}
