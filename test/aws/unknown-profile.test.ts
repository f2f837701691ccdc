import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AwsError } from '@garbageday/aws/aws-error.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { unknownProfile } from '@garbageday/aws/unknown-profile.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { setEnvironment } from './fixtures/environment.ts';

/** Files as `aws configure` writes them. */
function environment(profile: string, config = '', credentials = '') {
  const directory = temporaryDirectory();
  const [AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE] = [join(directory, 'config'), join(directory, 'keys')];
  writeFileSync(AWS_CONFIG_FILE, config);
  writeFileSync(AWS_SHARED_CREDENTIALS_FILE, credentials);
  return { AWS_PROFILE: profile, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE };
}

const noCredentials = new AwsError('no-credentials', 'looking: there are no AWS credentials');
const config = '[default]\nregion = x\n[profile ops]\n[profile "two words"]\n[sso-session main]\n';

describe('a profile that is not there', () => {
  it('is named, with those that are', async () => {
    const error = await unknownProfile(noCredentials, environment('opps', config, '[keys]\n'));
    expect(error?.message).toMatch(
      /^AWS_PROFILE is "opps", and neither \S+ nor \S+ has such a profile \(known: default, keys, ops, two words\); set/,
    );
  });

  it('is what the SDK stumbles over, with a region and without', async () => {
    const given = environment('nobody');
    for (const AWS_REGION of ['eu-central-1', undefined]) {
      const keys = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
      setEnvironment({ ...given, ...keys, AWS_REGION, AWS_EC2_METADATA_DISABLED: 'true' });
      const ssm = new SSMClient(clientSettings());
      const failure = await ssm.send(new GetParameterCommand({ Name: 'x' })).catch((error: unknown) => error);
      expect((await unknownProfile(failure, given))?.message).toContain('AWS_PROFILE is "nobody"');
    }
  });

  it.each<[string, unknown, string | undefined]>([
    ['the profile is there', noCredentials, 'ops'],
    ['the profile is there, in two words', noCredentials, 'two words'],
    ['no profile was asked for', noCredentials, undefined],
    ['something else failed', new AwsError('throttled', 'AWS throttles'), 'nobody'],
    ['it is no error of AWS', new TypeError('x'), 'nobody'],
  ])('is not blamed when %s', async (_, error, profile) => {
    const given = profile === undefined ? {} : environment(profile, config);
    expect(await unknownProfile(error, given)).toBeNull();
  });
});
