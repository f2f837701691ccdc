/** A function's grants against the calls that its own bundle can make, both ways. */
import type { Statement } from '../iam/document.ts';

/** What IAM asks for, by the command of AWS's SDK that is in the bundle (Service Authorization Reference). */
const actionsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['GetItem', ['dynamodb:GetItem']],
  ['PutItem', ['dynamodb:PutItem']],
  ['Query', ['dynamodb:Query']],
  ['TransactWriteItems', ['dynamodb:PutItem', 'dynamodb:ConditionCheckItem']],
  ['GetParameter', ['ssm:GetParameter']],
  ['PutParameter', ['ssm:PutParameter']],
  ['DescribeAlarms', ['cloudwatch:DescribeAlarms']],
  ['PutMetricData', ['cloudwatch:PutMetricData']],
  ['DescribeInstances', ['ec2:DescribeInstances']],
  ['TerminateInstances', ['ec2:TerminateInstances']],
  ['DescribeAutoScalingGroups', ['autoscaling:DescribeAutoScalingGroups']],
  ['DescribeInstanceRefreshes', ['autoscaling:DescribeInstanceRefreshes']],
  ['DescribeTargetHealth', ['elasticloadbalancing:DescribeTargetHealth']],
  ['PutEvents', ['events:PutEvents']],
  // A schedule is created with the role by which it will run.
  ['CreateSchedule', ['scheduler:CreateSchedule', 'iam:PassRole']],
]);

/** In the bundle, and never called by a role: how the SDK looks for credentials and endpoints. */
const ofTheSdk = [
  'AssumeRole',
  'AssumeRoleWithWebIdentity',
  'CreateOAuth2Token',
  'CreateOAuth2TokenWithIAM',
  'CreateToken',
  'DescribeEndpoints',
  'GetRoleCredentials',
];

/** Lambda itself uses the role for these: dead letters, and its own traces. */
const ofLambda = ['sqs:SendMessage', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/**
 * Commands by the names that minified classes keep. The durable SDK carries Lambda's whole client, and calls two of its
 * operations, which AWS's own policy for durable functions allows.
 */
export function commandsIn(bundle: string): readonly string[] {
  const names = [...bundle.matchAll(/this,\s*"(\w+)Command"/g)].map(([, name]) => String(name));
  const isDurable = names.includes('CheckpointDurableExecution');
  const known = names.filter((name) => !ofTheSdk.includes(name));
  return [...new Set(isDurable ? known.filter((name) => actionsOf.has(name)) : known)].toSorted();
}

function granted(statements: readonly Statement[]): readonly string[] {
  return [
    ...new Set(statements.filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions)),
  ];
}

function needed(bundle: string): readonly string[] {
  return commandsIn(bundle).flatMap((command) => actionsOf.get(command) ?? [`an action for ${command}`]);
}

/** Actions that the role allows and its function cannot call. */
export function grantsWithoutCaller(statements: readonly Statement[], bundle: string): readonly string[] {
  const called = [...needed(bundle), ...ofLambda];
  return granted(statements).filter((action) => !called.includes(action));
}

/** Actions that the function can call and its role does not allow. */
export function callsWithoutGrant(statements: readonly Statement[], bundle: string): readonly string[] {
  const allowed = granted(statements);
  return needed(bundle).filter((action) => !allowed.includes(action));
}
