/**
 * AWS_PROFILE may name a profile that does not exist; the SDK then only says that it found no credentials or region.
 */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { AwsError, asAwsError } from './aws-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `null` if the error is about something else, or the profile exists. */
export async function unknownProfile(error: unknown, environment: Environment): Promise<UsageError | null> {
  const { AWS_PROFILE: profile = '' } = environment;
  const known = asAwsError('calling AWS', error);
  const isMissing =
    known instanceof AwsError && (known.code === 'no-credentials' || known.code === 'no-region');
  if (!isMissing || profile === '') return null;
  const files = filesOf(environment);
  const names = await profilesIn(files);
  if (names.includes(profile)) return null;
  const existing = names.length === 0 ? 'none exist' : `known: ${names.join(', ')}`;
  return new UsageError(
    `AWS_PROFILE is ${JSON.stringify(profile)}, and neither ${files.join(' nor ')} has such a profile (${existing}); ` +
      'set AWS_PROFILE to one that exists, or create it (aws configure sso)',
    { cause: known },
  );
}

/** Where the SDK looks (SDKs and Tools Reference, "Location of the shared config and credentials files"). */
function filesOf(environment: Environment): readonly string[] {
  const {
    AWS_CONFIG_FILE: config = join(homedir(), '.aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: credentials = join(homedir(), '.aws/credentials'),
  } = environment;
  return [config, credentials];
}

/** `[name]` in the credentials, `[profile name]` in the configuration, where other sections begin with other words. */
async function profilesIn(files: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const sections = texts.flatMap((text) => [...text.matchAll(/^\s*\[\s*([^\]]+?)\s*\]/gm)]);
  const names = sections.flatMap(([, section = '']) => {
    const [first = '', ...rest] = section.split(/\s+/);
    if (rest.length === 0) return [first];
    return first === 'profile' ? [rest.join(' ').replaceAll(/^"|"$/g, '')] : [];
  });
  return [...new Set(names)].toSorted();
}
