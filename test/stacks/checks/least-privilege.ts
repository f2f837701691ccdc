/** The policies that a deployment writes against the calls that the bundles which it uploads can make, both ways. */
import { actionsOfCalls, callsWithoutGrant, grantsWithoutCall } from '../../fixtures/actions-of-calls.ts';
import type { Statement } from '../iam/document.ts';

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

/** What no call of the function needs, and why its role has it all the same (packages/sst/src/lambda.ts). */
export const ofLambda: ReadonlyMap<string, string> = new Map([
  [
    'sqs:SendMessage',
    'Lambda itself sends what failed to the dead-letter queue, by the role of the function',
  ],
  ['xray:PutTraceSegments', "Lambda's own traces"],
  ['xray:PutTelemetryRecords', "Lambda's own traces"],
]);

/** Whether a durable function makes it itself is for test/functions/specs.test.ts to see; stages that need it are granted it. */
const ofLambdasClient = ['Invoke'];

/**
 * Commands by the names that minified classes keep. The durable SDK carries Lambda's whole client, and calls two of its
 * operations, which AWS's own policy for durable functions allows.
 */
export function commandsIn(bundle: string): readonly string[] {
  const names = [...bundle.matchAll(/this,\s*"(\w+)Command"/g)].map(([, name]) => String(name));
  const isDurable = names.includes('CheckpointDurableExecution');
  const known = names.filter((name) => !ofTheSdk.includes(name));
  const own = known.filter((name) => actionsOfCalls.has(name) && !ofLambdasClient.includes(name));
  return [...new Set(isDurable ? own : known)].toSorted();
}

function granted(statements: readonly Statement[]): readonly string[] {
  return [
    ...new Set(statements.filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions)),
  ];
}

/** Actions that the role allows and its function cannot call. */
export function grantsWithoutCaller(statements: readonly Statement[], bundle: string): readonly string[] {
  return grantsWithoutCall(granted(statements), commandsIn(bundle)).filter((action) => !ofLambda.has(action));
}

/** Actions that the function can call and its role does not allow. */
export function callsNotGranted(statements: readonly Statement[], bundle: string): readonly string[] {
  return callsWithoutGrant(granted(statements), commandsIn(bundle));
}
