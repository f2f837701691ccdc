/** The only reader of the environment: validates variables, with one clear line if one is missing. */
import { UsageError } from '@garbageday/core/errors.ts';
import * as z from 'zod/mini';

/** @throws UsageError one line that names the first variable that is missing or wrong. */
export function readEnvironment<T>(schema: z.ZodMiniType<T>): T {
  return parseEnvironment(schema, process.env);
}

/** Like `readEnvironment`, for any variables. */
export function parseEnvironment<T>(
  schema: z.ZodMiniType<T>,
  variables: Readonly<Record<string, string | undefined>>,
): T {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const [variable = '', ...inside] = parsed.error.issues[0]?.path ?? [];
  const found = variables[String(variable)] === undefined ? 'is missing' : 'is not valid';
  const where = inside.length === 0 ? '' : ` (at ${inside.join('.')})`;
  throw new UsageError(
    `the environment variable ${String(variable)} of this function ${found}${where}; ` +
      'functions/specs.ts says what it is for, and a deployment sets it',
    { cause: parsed.error },
  );
}

export const name = z.string().check(z.minLength(1));

/** A variable that holds JSON. */
export function json<T extends z.core.$ZodType>(schema: T) {
  return z.pipe(
    z.pipe(
      z.string(),
      z.transform((text, context) => {
        try {
          return JSON.parse(text);
        } catch {
          context.issues.push({ code: 'custom', message: 'not JSON', input: text });
          return z.NEVER;
        }
      }),
    ),
    schema,
  );
}
