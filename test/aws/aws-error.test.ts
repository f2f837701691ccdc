import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsError, asAwsError, calling, explainAwsError } from '@garbageday/aws/aws-error.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { findInstances } from '@garbageday/aws/ec2-instances.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { ssmSafetyLever } from '@garbageday/aws/safety-lever.ts';
import { scalingGroups } from '@garbageday/aws/scaling-groups.ts';
import { inServiceTargets } from '@garbageday/aws/target-health.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { describe, expect, it } from 'vitest';
import { type Answer, awsAnswers, ec2Error, jsonError, queryError } from './fixtures/aws-answers.ts';

const clock = { now: () => 0 };

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

async function leverAgainst(...answers: readonly Answer[]) {
  const { settings, asked } = await awsAnswers(...answers);
  const ssm = new SSMClient({ ...clientSettings(), ...settings });
  return { lever: ssmSafetyLever({ ssm, name: '/garbageday/x/safety-lever', clock }), asked };
}

describe('what AWS says when it says no, in one line', () => {
  it.each([
    {
      code: 'expired-token',
      answer: jsonError(
        400,
        'ExpiredTokenException',
        'The security token included in the request is expired',
      ),
      says: 'the AWS session has expired; sign in again (aws sso login, or new temporary credentials)',
    },
    {
      code: 'throttled',
      answer: jsonError(400, 'ThrottlingException', 'Rate exceeded'),
      says: 'AWS throttles this account, at the only attempt; wait a minute and try again',
    },
    {
      code: 'access-denied',
      answer: jsonError(
        400,
        'AccessDeniedException',
        'User: arn:x is not authorized to perform: ssm:GetParameter',
      ),
      says: 'permission denied (User: arn:x is not authorized to perform: ssm:GetParameter); add the permission, or sign in with a role that has it',
    },
    {
      code: 'invalid-credentials',
      answer: jsonError(400, 'UnrecognizedClientException', 'The security token is invalid.'),
      says: 'AWS does not accept these credentials here (The security token is invalid.); check AWS_PROFILE, AWS_REGION and the clock of this machine',
    },
    {
      code: 'failed',
      answer: jsonError(500, 'InternalServerError', 'An error\n  occurred'),
      says: 'InternalServerError: An error occurred',
    },
  ])('$code', async ({ code, answer, says }) => {
    const { lever } = await leverAgainst(answer);
    const error = await failureOf(lever.position());
    expect(error).toBeInstanceOf(AwsError);
    expect(error).toMatchObject({
      code,
      message: `reading the safety lever /garbageday/x/safety-lever: ${says}`,
      cause: { name: expect.any(String) },
    });
  });

  it('knows the same errors by EC2, without what EC2 encoded for nobody to read', async () => {
    const said =
      'You are not authorized to perform this operation. Encoded authorization failure message: bm9wZQ==';
    const { settings } = await awsAnswers(ec2Error(403, 'UnauthorizedOperation', said));
    const call = calling('looking', () => findInstances(new EC2Client(settings), {}));
    expect(await failureOf(call)).toMatchObject({
      code: 'access-denied',
      message:
        'looking: permission denied (You are not authorized to perform this operation.); ' +
        'add the permission, or sign in with a role that has it',
    });
  });

  it.each([
    [ec2Error(503, 'RequestLimitExceeded', 'Request limit exceeded.'), 'throttled'],
    [ec2Error(400, 'RequestExpired', 'Request has expired.'), 'expired-token'],
    [
      ec2Error(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials'),
      'invalid-credentials',
    ],
  ])('knows EC2 codes: %#', async (answer, code) => {
    const { settings } = await awsAnswers(answer);
    const call = calling('looking', () => findInstances(new EC2Client(settings), {}));
    expect(await failureOf(call)).toMatchObject({ code });
  });

  it.each([
    [queryError(400, 'Throttling', 'Rate exceeded'), 'throttled'],
    [queryError(403, 'ExpiredToken', 'The security token is expired'), 'expired-token'],
    [queryError(403, 'InvalidClientTokenId', 'The security token is invalid'), 'invalid-credentials'],
  ])('knows codes of the query services: %#', async (answer, code) => {
    const { settings } = await awsAnswers(answer);
    const call = calling('looking', () => scalingGroups(new AutoScalingClient(settings), ['web']));
    expect(await failureOf(call)).toMatchObject({ code });
  });

  it.each([
    queryError(400, 'TargetGroupNotFound', 'One or more target groups not found'),
    queryError(400, 'LoadBalancerNotFound', 'One or more load balancers not found'),
  ])('knows what is not deployed to the load balancer: %#', async (answer) => {
    const { settings } = await awsAnswers(answer);
    const elb = new ElasticLoadBalancingV2Client(settings);
    const call = calling('looking', () => inServiceTargets(elb, new Set(['arn:x'])));
    expect(await failureOf(call)).toMatchObject({
      code: 'not-deployed',
      message: expect.stringMatching(/^looking: it does not exist here \(One or more .* not found\); deploy/),
    });
  });

  it('knows a group that Auto Scaling does not have', async () => {
    const said = 'AutoScalingGroup name not found - AutoScalingGroup web not found';
    const { settings } = await awsAnswers(queryError(400, 'ValidationError', said));
    const call = calling('looking', () => scalingGroups(new AutoScalingClient(settings), ['web']));
    expect(await failureOf(call)).toMatchObject({ code: 'not-deployed' });
  });

  it('knows another request that Auto Scaling did not like from that', async () => {
    const { settings } = await awsAnswers(queryError(400, 'ValidationError', '1 validation error detected'));
    const call = calling('looking', () => scalingGroups(new AutoScalingClient(settings), ['web']));
    expect(await failureOf(call)).toMatchObject({ code: 'failed' });
  });

  it('knows DynamoDB being throttled, while a page of the ledger is read', async () => {
    const { settings } = await awsAnswers(
      jsonError(400, 'ProvisionedThroughputExceededException', 'Too fast'),
    );
    const ledger = dynamoLedger({ dynamo: new DynamoDBClient(settings), table: 'ledger', clock });
    const read = async () => {
      for await (const _ of ledger.transitions({ fromMs: 0, toMs: 1 })) throw new Error('it answered');
    };
    expect(await failureOf(read())).toMatchObject({
      code: 'throttled',
      message: expect.stringMatching(/^reading the ledger ledger: AWS throttles/),
    });
  });

  it('says nobody is there when nobody is', async () => {
    const ec2 = new EC2Client({ ...clientSettings({ region: 'eu-central-1', maxAttempts: 1 }), ...nobody });
    const call = calling('looking', () => findInstances(ec2, {}));
    expect(await failureOf(call)).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(
        /^looking: AWS cannot be reached \(.*\); check the network and AWS_REGION$/,
      ),
    });
  });

  it.each([
    [
      'there are none',
      'Could not load credentials from any providers',
      'no-credentials',
      /sign in \(aws sso login\), or set AWS_PROFILE$/,
    ],
    [
      'the SSO session is over',
      'Token is expired. To refresh this SSO session run aws sso login',
      'expired-token',
      /session has expired; sign in again/,
    ],
    [
      'a profile has none',
      'Could not resolve credentials using profile: [ops] in configuration/credentials file(s).',
      'no-credentials',
      /the AWS profile ops has no credentials; check AWS_PROFILE/,
    ],
  ])('says what to do about credentials when %s', async (_, said, code, says) => {
    const credentials = async () => {
      throw Object.assign(new Error(said), { name: 'CredentialsProviderError' });
    };
    const ec2 = new EC2Client({ region: 'eu-central-1', credentials });
    const error = await failureOf(calling('looking', () => ec2.send(new DescribeInstancesCommand({}))));
    expect(error).toMatchObject({ code, message: expect.stringMatching(says) });
  });

  it('asks for a region when there is none', async () => {
    const region = async () => {
      throw new Error('Region is missing');
    };
    const ec2 = new EC2Client({ ...nobody, region });
    const error = await failureOf(calling('looking', () => ec2.send(new DescribeInstancesCommand({}))));
    expect(error).toMatchObject({
      code: 'no-region',
      message: 'looking: no AWS region is set; set AWS_REGION to the region of the stage',
    });
  });
});

describe('a call that nobody answers', () => {
  it('is given up, tried again, and then said to be unreachable', async () => {
    const { settings, asked } = await awsAnswers({ status: 200, type: 'json', body: '', isSilent: true });
    const { endpoint, region, credentials } = settings;
    const ssm = new SSMClient({
      ...clientSettings({ timeoutMs: 50, maxAttempts: 2 }),
      endpoint,
      region,
      credentials,
    });
    const lever = ssmSafetyLever({ ssm, name: 'x', clock });
    expect(await failureOf(lever.position())).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(
        /^reading the safety lever x: AWS cannot be reached \(.*50 ms of inactivity/,
      ),
    });
    expect(asked).toHaveLength(2);
  });
});

const nobody = {
  endpoint: 'http://127.0.0.1:1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

describe('throttled calls', () => {
  it('are made again before anybody is told', async () => {
    const released = {
      status: 200,
      type: 'json',
      body: '{"Parameter":{"Value":"{\\"kind\\":\\"released\\"}","LastModifiedDate":1764144000}}',
    } as const;
    const throttled = jsonError(400, 'ThrottlingException', 'Rate exceeded');
    const { settings, asked } = await awsAnswers(throttled, released);
    const { endpoint, region, credentials } = settings;
    const ssm = new SSMClient({ ...clientSettings(), endpoint, region, credentials });
    const lever = ssmSafetyLever({ ssm, name: 'x', clock });
    expect(await lever.position()).toEqual({ kind: 'released' });
    expect(asked).toHaveLength(2);
  });
});

describe('an error for the command line', () => {
  it('is a usage error of the same line when a person can mend it', async () => {
    const { lever } = await leverAgainst(jsonError(400, 'ExpiredTokenException', 'expired'));
    const error = await failureOf(lever.position());
    const explained = explainAwsError(error);
    expect(explained).toBeInstanceOf(UsageError);
    expect(explained).toMatchObject({ message: expect.stringMatching(/session has expired/), cause: error });
  });

  it('is also made of what comes straight from the SDK', async () => {
    const { settings } = await awsAnswers(ec2Error(400, 'RequestExpired', 'Request has expired.'));
    const raw = await failureOf(findInstances(new EC2Client(settings), {}));
    expect(explainAwsError(raw)).toMatchObject({
      message: expect.stringMatching(/^calling AWS: the AWS session/),
    });
  });

  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['no error at all', 'text'],
    ['a failure of AWS itself', new AwsError('failed', 'InternalServerError: …')],
    ['already a usage error', new UsageError('--stage x')],
  ])('stays what it is when it is %s', (_, error) => {
    expect(explainAwsError(error)).toBe(error);
  });

  it('keeps the first description of what was being done', () => {
    const inner = new AwsError('throttled', 'reading: …');
    expect(asAwsError('something else', inner)).toBe(inner);
  });
});
