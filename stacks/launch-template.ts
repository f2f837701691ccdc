/** How every server starts: Amazon Linux 2023 on arm64, IMDSv2 only, encrypted gp3, no public address. */

import { groupTag, slotTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import type { Deployment } from './deployment.ts';
import { resourceName } from './naming.ts';

const newestImage = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

type NodeTemplate = {
  /** The name within the stage: `web`, `data-a`. */
  readonly part: string;
  readonly instanceType: string;
  readonly image: Deployment['serverImage'];
  readonly volumeGib: number;
  readonly profile: aws.iam.InstanceProfile;
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly userData: $util.Input<string>;
};

export function launchTemplate(name: string, node: NodeTemplate): aws.ec2.LaunchTemplate {
  const tags = { Name: resourceName(node.part), 'garbageday:app': $app.name, [stageTag]: $app.stage };
  const args: aws.ec2.LaunchTemplateArgs = {
    name: resourceName(node.part),
    imageId: node.image ?? newest(),
    instanceType: node.instanceType,
    iamInstanceProfile: { arn: node.profile.arn },
    updateDefaultVersion: true,
    userData: node.userData,
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    networkInterfaces: [{ associatePublicIpAddress: 'false', securityGroups: [node.securityGroup.id] }],
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: {
          encrypted: 'true',
          volumeType: 'gp3',
          volumeSize: node.volumeGib,
          deleteOnTermination: 'true',
        },
      },
    ],
    tagSpecifications: [
      { resourceType: 'volume', tags },
      { resourceType: 'network-interface', tags },
    ],
    tags,
  };
  // Resolved at every deployment, but used only at the first: a new image is not a reason to replace servers.
  return new aws.ec2.LaunchTemplate(name, args, { ignoreChanges: node.image === null ? ['imageId'] : [] });
}

/**
 * By id: Auto Scaling cannot roll back to a template that names a parameter (API reference, `RollbackInstanceRefresh`).
 */
function newest(): $util.Output<string> {
  return aws.ssm.getParameterOutput({ name: newestImage }).insecureValue;
}

/** Tags of an Auto Scaling group, passed on to its instances: with these, chaos may hit them. */
export function fleetTags(group: string, part: string, slot: string | null) {
  const tags: [string, string][] = [
    ['Name', resourceName(part)],
    ['garbageday:app', $app.name],
    [stageTag, $app.stage],
    [groupTag, group],
    ...(slot === null ? [] : ([[slotTag, slot]] satisfies [string, string][])),
  ];
  return tags.map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
}

/** Set at a group's creation, and changed by the deployment in other ways: by a rollout, and by `keepLaunchHook`. */
export const rolledOutByUs = ['launchTemplate', 'initialLifecycleHooks'] as const;

/** The hook that an instance must complete; one that cannot is terminated and replaced. */
export const launchHook = {
  name: 'installed',
  lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  heartbeatTimeout: 600,
  defaultResult: 'ABANDON',
} as const;

/**
 * The same hook as a separate resource, so that it can be changed in place. `initialLifecycleHooks` apply even to a
 * group's first servers, but changing them would delete the group: so the group ignores changes, and this resource gets
 * them.
 */
export function keepLaunchHook(name: string, group: aws.autoscaling.Group): aws.autoscaling.LifecycleHook {
  return new aws.autoscaling.LifecycleHook(name, { ...launchHook, autoscalingGroupName: group.name });
}
