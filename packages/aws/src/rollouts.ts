/** Who else changes the servers of a group just now: CodeDeploy, and CloudFormation where a stack of it owns them. */
import {
  type CloudFormationClient,
  paginateListStacks,
  type StackStatus,
  type StackSummary,
} from '@aws-sdk/client-cloudformation';
import {
  type CodeDeployClient,
  type DeploymentGroupInfo,
  DeploymentStatus,
  type EC2TagFilter,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  paginateListDeployments,
} from '@aws-sdk/client-codedeploy';

export type RolloutClients = {
  readonly codeDeploy: CodeDeployClient;
  readonly cloudFormation: CloudFormationClient;
};

type Tags = Readonly<Record<string, string>>;

/** A group, as those who roll out find it. */
export type Deployable = {
  readonly autoScalingGroups: readonly string[];
  /** Of its Auto Scaling groups and of its servers. */
  readonly tags: readonly Tags[];
};

/** A rollout that is under way. */
export type Rollout = {
  /** `CodeDeploy deployment d-ABC of shop/web is InProgress`. */
  readonly text: string;
  readonly touches: (group: Deployable) => boolean;
};

/** Those of the whole account and region. Throws when it cannot tell: what cannot be checked refuses. */
export async function rolloutsUnderWay(clients: RolloutClients): Promise<readonly Rollout[]> {
  const [deployments, stacks] = await Promise.all([
    deploymentsUnderWay(clients.codeDeploy),
    stacksUnderWay(clients.cloudFormation),
  ]);
  return [...deployments, ...stacks];
}

const deploying: readonly DeploymentStatus[] = [
  DeploymentStatus.CREATED,
  DeploymentStatus.QUEUED,
  DeploymentStatus.IN_PROGRESS,
  DeploymentStatus.BAKING,
  DeploymentStatus.READY,
];

/** Mostly none, and then it is a single call. */
async function deploymentsUnderWay(client: CodeDeployClient): Promise<readonly Rollout[]> {
  const ids: string[] = [];
  for await (const page of paginateListDeployments({ client }, { includeOnlyStatuses: [...deploying] })) {
    ids.push(...(page.deployments ?? []));
  }
  return (await Promise.all(ids.map((id) => deployment(client, id)))).flat();
}

async function deployment(client: CodeDeployClient, deploymentId: string): Promise<readonly Rollout[]> {
  const { deploymentInfo = {} } = await client.send(new GetDeploymentCommand({ deploymentId }));
  const { applicationName, deploymentGroupName: currentDeploymentGroupName, status } = deploymentInfo;
  // It may have ended since it was listed.
  if (status === undefined || !deploying.includes(status)) return [];
  const query = { applicationName, deploymentGroupName: currentDeploymentGroupName };
  const { deploymentGroupInfo = {} } = await client.send(new GetDeploymentGroupCommand(query));
  const replaced = deploymentInfo.targetInstances?.autoScalingGroups ?? [];
  return [
    {
      text: `CodeDeploy deployment ${deploymentId} of ${applicationName}/${currentDeploymentGroupName} is ${status}`,
      touches: (group) =>
        isTargeted(deploymentGroupInfo, group) ||
        replaced.some((name) => group.autoScalingGroups.includes(name)),
    },
  ];
}

/** By Auto Scaling group, or by tags of servers (CodeDeploy API Reference, DeploymentGroupInfo). */
function isTargeted(info: DeploymentGroupInfo, { autoScalingGroups, tags }: Deployable): boolean {
  const { autoScalingGroups: named = [], ec2TagFilters: any = [], ec2TagSet } = info;
  if (named.some(({ name = '' }) => autoScalingGroups.includes(name))) return true;
  const every = ec2TagSet?.ec2TagSetList ?? [];
  return tags.some(
    (own) =>
      any.some((filter) => fits(filter, own)) ||
      (every.length > 0 && every.every((list) => list.some((filter) => fits(filter, own)))),
  );
}

/** Without a type it is the key and the value that count. */
function fits({ Type, Key = '', Value = '' }: EC2TagFilter, tags: Tags): boolean {
  if (Type === 'KEY_ONLY') return Object.hasOwn(tags, Key);
  if (Type === 'VALUE_ONLY') return Object.values(tags).includes(Value);
  return tags[Key] === Value;
}

/** CloudFormation sets it on what a stack made. */
const stackTag = 'aws:cloudformation:stack-id';
const stackNameTag = 'aws:cloudformation:stack-name';

/** Every status that ends in `_IN_PROGRESS`, but for stacks of which there is nothing yet but a change set. */
const changing: readonly StackStatus[] = [
  'CREATE_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'IMPORT_ROLLBACK_IN_PROGRESS',
];

/** Summaries, so that no role of ours need see the parameters and outputs of a stack. */
async function stacksUnderWay(client: CloudFormationClient): Promise<readonly Rollout[]> {
  const found: StackSummary[] = [];
  for await (const page of paginateListStacks({ client }, { StackStatusFilter: [...changing] })) {
    found.push(...(page.StackSummaries ?? []));
  }
  return found
    .filter(({ StackStatus }) => StackStatus !== undefined && changing.includes(StackStatus))
    .map(({ StackId, StackName, StackStatus }) => ({
      text: `CloudFormation stack ${StackName} is ${StackStatus}`,
      touches: ({ tags }) =>
        tags.some((own) =>
          own[stackTag] === undefined ? own[stackNameTag] === StackName : own[stackTag] === StackId,
        ),
    }));
}
