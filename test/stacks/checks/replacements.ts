/** What a deployment would delete and create anew. A resource with a name of its own is deleted first. */
import { isDeepStrictEqual } from 'node:util';
import { type Captured, pick, type Stage } from '../harness/stage.ts';

/**
 * Inputs whose change replaces what holds data, by type: `ForceNew` in the schemas of terraform-provider-aws, which
 * pulumi-aws bridges (internal/service/{autoscaling/group,logs/group,dynamodb/table,route53/zone,s3/bucket,sqs/queue,
 * ssm/parameter}.go, each read on 2026-11-26 in a stored version, which need not be the one that is installed).
 * @pulumi/aws itself carries no such list. `*`: any input, without having looked.
 */
export const replacedBy: Readonly<Record<string, readonly string[]>> = {
  'aws:autoscaling/group:Group': ['name', 'namePrefix', 'initialLifecycleHooks'],
  'aws:cloudwatch/logGroup:LogGroup': ['name', 'namePrefix', 'logGroupClass'],
  'aws:dynamodb/table:Table': [
    'name',
    'hashKey',
    'rangeKey',
    'localSecondaryIndexes',
    'restoreSourceName',
    'restoreToLatestTime',
    'restoreDateTime',
  ],
  'aws:route53/zone:Zone': ['name', 'delegationSetId'],
  'aws:s3/bucket:Bucket': ['bucket', 'bucketPrefix', 'objectLockEnabled'],
  'aws:sqs/queue:Queue': ['name', 'namePrefix', 'fifoQueue'],
  'aws:ssm/parameter:Parameter': ['name', 'dataType'],
  'random:index/randomBytes:RandomBytes': ['*'],
  'random:index/randomPassword:RandomPassword': ['*'],
};

/** Nothing is lost with these, whatever replaces them. */
const withoutData = [
  /^(pulumi|sst):/,
  /^aws:(iam|lambda|lb|scheduler|vpc|servicediscovery)\//,
  /^aws:ec2\/(defaultSecurityGroup|eip|eipAssociation|instance|internetGateway|launchTemplate|natGateway|routeTable):/,
  /^aws:ec2\/(routeTableAssociation|securityGroup|subnet|vpc|vpcEndpoint):/,
  /^aws:cloudwatch\/(compositeAlarm|dashboard|eventBus|eventRule|eventTarget|logMetricFilter|logResourcePolicy|metricAlarm):/,
  /^aws:s3\/(bucketObjectv2|bucketPolicy|bucketPublicAccessBlock):/,
  /^aws:autoscaling\/lifecycleHook:/,
  /^aws:sqs\/queuePolicy:/,
];

/** Types of which no one has said yet whether they hold data. */
export function unclassified({ resources }: Stage): readonly string[] {
  const types = new Set(resources.map(({ type }) => type));
  return [...types].filter((type) => !(type in replacedBy) && !withoutData.some((each) => each.test(type)));
}

/** A line for each resource that holds data and that going from `before` to `after` would replace or delete. */
export function replacements(before: Stage, after: Stage): readonly string[] {
  return before.resources
    .filter(({ type }) => type in replacedBy)
    .flatMap((old) => {
      const now = after.resources.find(({ type, name }) => type === old.type && name === old.name);
      if (now === undefined) return [`${old.name} is deleted`];
      const changed = changedInputs(old, now);
      return changed.length === 0 ? [] : [`${old.name} is replaced: ${changed.join(', ')}`];
    });
}

function changedInputs(old: Captured, now: Captured): readonly string[] {
  const listed = replacedBy[now.type] ?? [];
  const inputs = listed.includes('*') ? Object.keys({ ...old.inputs, ...now.inputs }) : listed;
  return inputs.filter(
    (input) =>
      !now.options.ignoreChanges.includes(input) && !isDeepStrictEqual(pick(old, input), pick(now, input)),
  );
}

/** What a stage that keeps its data could still lose by a changed input: whatever cannot be had again. */
export function unprotected({ resources }: Stage): readonly string[] {
  return resources.filter((each) => holdsWhatIsKept(each) && !each.options.protect).map(({ name }) => name);
}

/** Groups of one slot have the disks; a parameter whose value is ignored was written by someone else. */
function holdsWhatIsKept(resource: Captured): boolean {
  const { type, options } = resource;
  switch (type) {
    case 'aws:autoscaling/group:Group':
      return JSON.stringify(pick(resource, 'tags') ?? []).includes('garbageday:slot');
    case 'aws:ssm/parameter:Parameter':
      return options.ignoreChanges.some((each) => /value$/i.test(each));
    case 'aws:cloudwatch/logGroup:LogGroup':
      return String(pick(resource, 'name')).startsWith('/aws/events/');
    case 'aws:dynamodb/table:Table':
    case 'aws:route53/zone:Zone':
    case 'random:index/randomPassword:RandomPassword':
      return true;
    case 'random:index/randomBytes:RandomBytes':
      // SST's own, with which it encrypts the links of functions, is written anew at any time.
      return resource.name.startsWith('Data');
    default:
      return false;
  }
}
