/**
 * The values of a journey's secrets on this machine: environment variables of the same name, which are passed only to
 * the journey's own process.
 */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Journey } from '@garbageday/core/probe/journey.ts';
import { secretsOf } from '@garbageday/core/probe/journey-secrets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws UsageError for the first that is not set, or empty. */
export function secretValues(
  journey: Pick<Journey, 'name' | 'steps'>,
  environment: Environment,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    secretsOf(journey).map((name) => {
      const value = environment[name];
      if (value) return [name, value];
      throw new UsageError(
        `the journey "${journey.name}" needs the secret ${name}; set the environment variable ${name}`,
      );
    }),
  );
}
