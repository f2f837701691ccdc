/** How every server starts: Amazon Linux 2023 on arm64, IMDSv2 only, encrypted gp3, no public address. */
import { groupTag, resourceName, slotTag, stageTag } from './naming.ts';

/** Resolved by EC2 at each launch, so that a replacement gets the newest image. */
const image = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

type NodeTemplate = {
  /** The name within the stage: `web`, `data-a`. */
  readonly part: string;
  readonly instanceType: string;
  readonly volumeGib: number;
  readonly profile: aws.iam.InstanceProfile;
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly userData: $util.Input<string>;
};

export function launchTemplate(name: string, node: NodeTemplate): aws.ec2.LaunchTemplate {
  const tags = { Name: resourceName(node.part), 'garbageday:app': $app.name, [stageTag]: $app.stage };
  return new aws.ec2.LaunchTemplate(name, {
    name: resourceName(node.part),
    imageId: image,
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
  });
}

/** Tags of an Auto Scaling group, handed on to its instances: with these, chaos may hit them. */
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

/** The hook that an instance must complete; one that cannot is thrown away and replaced. */
export const launchHook = {
  name: 'installed',
  lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  heartbeatTimeout: 600,
  defaultResult: 'ABANDON',
} as const;
