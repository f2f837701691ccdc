import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { awsAnswers, jsonError } from './fixtures/aws-answers.ts';
import { deployStage } from './fixtures/deployed-stage.ts';
import { setEnvironment } from './fixtures/environment.ts';
import { lambdaStandIn } from './fixtures/lambda-stand-in.ts';

let clients: AwsClients;
/** Deployed once: nothing that a test here does may reach it. */
let stage: string;

beforeAll(() => {
  clients = awsClients();
});

const nobody = '/nonexistent/garbageday-test';

/** SSM, which every command asks first, answers like this. */
function ssmSays(code: string, message: string) {
  return async () => {
    const { settings } = await awsAnswers(jsonError(400, code, message));
    setEnvironment({ AWS_ENDPOINT_URL_SSM: settings.endpoint });
  };
}

const faults: Record<string, readonly [set: () => Promise<void>, line: RegExp]> = {
  'no credentials': [
    async () =>
      setEnvironment({
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: nobody,
        AWS_SHARED_CREDENTIALS_FILE: nobody,
      }),
    /there are no AWS credentials; sign in \(aws sso login\), or set AWS_PROFILE/,
  ],
  'no region': [
    async () => setEnvironment({ AWS_REGION: undefined, AWS_CONFIG_FILE: nobody }),
    /no AWS region is set; set AWS_REGION to the region of the stage/,
  ],
  'a wrong region': [
    async () => setEnvironment({ AWS_REGION: 'us-west-2' }),
    /there is no stage \S+ in us-west-2 .*; deploy it \(npx sst deploy --stage \S+\), or set AWS_REGION and AWS_PROFILE/,
  ],
  'an expired token': [
    ssmSays('ExpiredTokenException', 'The security token included in the request is expired'),
    /the AWS session has expired; sign in again \(aws sso login, or new temporary credentials\)/,
  ],
  'a token that nobody knows': [
    ssmSays('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    /AWS does not accept these credentials here .*; check AWS_PROFILE, AWS_REGION/,
  ],
  'no permission': [
    ssmSays('AccessDeniedException', 'User: arn:x is not authorized to perform: ssm:GetParameter'),
    /permission denied \(User: arn:x is not authorized to perform: ssm:GetParameter\); add the permission/,
  ],
  throttling: [
    ssmSays('ThrottlingException', 'Rate exceeded'),
    /AWS throttles this account, after 4 attempts; wait a minute and try again/,
  ],
  'a network that is down': [
    async () => setEnvironment({ AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:1' }),
    /AWS cannot be reached \(.*ECONNREFUSED.*\); check the network and AWS_REGION/,
  ],
};

const commands = ['kill web --armed', 'status', 'halt why', 'resume', 'plan', 'report --window 1d'];

/** What is tried again takes seconds, so one command has to do. */
const triedAgain = ['throttling', 'a network that is down'];

const cases = Object.entries(faults).flatMap(([name, [set, line]]) =>
  (triedAgain.includes(name) ? commands.slice(0, 1) : commands).map((command) => ({
    name,
    command,
    set,
    line,
  })),
);

describe('one line, exit code 2, and nothing happens', () => {
  it.each(cases)('with $name: $command', async ({ command, set, line }) => {
    stage ??= (await deployStage(clients)).stage;
    const { invocations } = await lambdaStandIn(async () => {});
    await set();
    const argv = [...command.split(' '), '--platform', 'aws', '--stage', stage];
    const { code, stdout, stderr } = await run(argv, { cwd: temporaryDirectory() });
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(invocations).toEqual([]);
  });
});

describe('a stage that is not there', () => {
  it.each(commands)('%s says so, and how to deploy it', async (command) => {
    const { invocations } = await lambdaStandIn(async () => {});
    const argv = [...command.split(' '), '--platform', 'aws', '--stage', 'nowhere'];
    const { code, stderr } = await run(argv, { cwd: temporaryDirectory() });
    expect(stderr).toBe(
      'garbageday: there is no stage nowhere in eu-central-1 (no SSM parameter /garbageday/nowhere/directory); ' +
        'deploy it (npx sst deploy --stage nowhere), or set AWS_REGION and AWS_PROFILE to where it is\n',
    );
    expect(code).toBe(2);
    expect(invocations).toEqual([]);
  });

  it('is an error document with --json', async () => {
    const argv = ['kill', '--json', '--platform', 'aws', '--stage', 'nowhere'];
    const { stdout } = await run(argv, { cwd: temporaryDirectory() });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'garbageday/error@1',
      error: { code: 'usage', message: expect.stringContaining('there is no stage nowhere') },
    });
  });
});

describe('a stage of another version', () => {
  it('is told from one that is there, and nothing is killed', async () => {
    const Name = '/garbageday/old/directory';
    await clients.ssm.send(
      new PutParameterCommand({ Name, Value: '{"stage":"old"}', Type: 'String', Overwrite: true }),
    );
    const { invocations } = await lambdaStandIn(async () => {});
    const argv = ['kill', '--armed', '--platform', 'aws', '--stage', 'old'];
    const { code, stderr } = await run(argv, { cwd: temporaryDirectory() });
    expect(stderr).toMatch(
      /was not written by this version of Garbage Day \(url: .*\); deploy the stage again/,
    );
    expect(code).toBe(2);
    expect(invocations).toEqual([]);
  });
});
