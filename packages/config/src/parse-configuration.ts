/** Turns what a person wrote into a complete `Configuration`, or one line that says what to fix. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { z } from 'zod';
import { configurationSchemas } from './configuration-schema.ts';
import { describeIssue } from './describe-issue.ts';
import type { Platform } from './group-defaults.ts';
import { pathText } from './path-text.ts';

/** What is wrong in the configuration, and where. */
export type ConfigurationProblem = { readonly path: readonly PropertyKey[]; readonly message: string };

/** Every mistake, in the order of the schema; none for a configuration that `parseConfiguration` accepts. */
export function configurationProblems(input: unknown): readonly ConfigurationProblem[] {
  const parsed = configurationSchemas.local.safeParse(input, { error: describeIssue });
  const issues = parsed.error?.issues ?? [];
  const misspelt = issues.filter((issue) => issue.code === 'unrecognized_keys');
  const isEcho = ({ path, message }: z.core.$ZodIssue) =>
    message.startsWith('is missing') &&
    misspelt.some((issue) => pathText(issue.path) === pathText(path.slice(0, -1)));
  return issues
    .filter((issue) => issue.code === 'unrecognized_keys' || !isEcho(issue))
    .map((issue) => ({ path: wholePathOf(issue), message: issue.message }));
}

/**
 * Fills in every default, those of `platform` where they differ. `where` names the source in the error: a file,
 * usually.
 *
 * @throws UsageError `<where>: <key>: <what is wrong>; <how to fix it>`, about the first unknown key, else the first
 * wrong value.
 */
export function parseConfiguration(
  input: unknown,
  where: string,
  platform: Platform = 'local',
): Configuration {
  const parsed = configurationSchemas[platform].safeParse(input, { error: describeIssue });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // A misspelt key also makes the right one missing; the spelling is what needs fixing.
  const first = issues.find((issue) => issue.code === 'unrecognized_keys') ?? issues[0];
  if (first === undefined) throw new UsageError(`${where}: is not a configuration`, { cause: parsed.error });
  const path = pathOf(first);
  const key = path === '' ? '' : `${path}: `;
  throw new UsageError(`${where}: ${key}${first.message}`, { cause: parsed.error });
}

function pathOf(issue: z.core.$ZodIssue): string {
  return pathText(wholePathOf(issue));
}

/** Down to the unknown key itself. */
function wholePathOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
}
