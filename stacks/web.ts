/** The web fleet: n+1 word counters across three zones. */
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import { region } from '@garbageday/sst/policy.ts';
import type { Data } from './data.ts';
import type { Deployment } from './deployment.ts';
import { groupMetrics } from './group-metrics.ts';
import { fleetTags, keepLaunchHook, launchHook, launchTemplate, rolledOutByUs } from './launch-template.ts';
import { parameterName, resourceName } from './naming.ts';
import type { Network } from './network.ts';
import { type NodeProfile, nodeProfile, readParameters } from './node-role.ts';
import { nodePackage } from './pinned-packages.ts';
import { mongodPort } from './ports.ts';
import { rollOutServers } from './roll-out-servers.ts';
import { allowBetween, allowHttpsOut, closedGroup } from './security-group.ts';
import { type DeployedPackages, deployPackages } from './server-packages.ts';
import { userData } from './user-data.ts';
import { webFiles } from './web-files.ts';
import { type Bundle, deployBundle } from './wordcount-bundle.ts';

export type Web = {
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly autoScalingGroup: aws.autoscaling.Group;
  /** Resolves when the servers run this deployment's version. */
  readonly rolledOut: $util.Output<unknown>;
};

type WebInput = {
  readonly network: Network;
  readonly group: GroupConfiguration;
  readonly deployment: Deployment;
  readonly data: Data;
  readonly artifacts: sst.aws.Bucket;
  /** The load balancer's target groups; empty for HAProxy, which finds its servers itself. */
  readonly targetGroupArns: $util.Input<string>[];
};

export async function deployWeb(input: WebInput): Promise<Web> {
  const { network, group, deployment, data } = input;
  const securityGroup = closedGroup('WebSecurityGroup', {
    part: 'web',
    description: 'The web servers',
    network,
  });
  const port = mongodPort;
  const toData = allowBetween('WebToData', {
    from: securityGroup,
    to: data.securityGroup,
    port,
    description: 'The database',
  });
  const out = allowHttpsOut('WebHttpsOut', securityGroup);
  const bundle = await deployBundle(input.artifacts);
  const node = deployPackages('Web', input.artifacts, [nodePackage]);
  const { profile, policy } = webProfile(group.name, { bundle, node, data });
  const template = launchTemplate('WebTemplate', {
    part: group.name,
    instanceType: deployment.webInstanceType,
    image: deployment.serverImage,
    volumeGib: 8,
    profile,
    securityGroup,
    userData: webUserData(group.name, bundle, node),
  });
  const before = [network.whole, ...toData, out, policy, bundle.object, ...node.objects, data.secrets.uri];
  const autoScalingGroup = fleet(input, template, before);
  keepLaunchHook('WebLaunchHook', autoScalingGroup);
  const rolledOut = rollOutServers({ group: autoScalingGroup, template, maxHealthy: 150 });
  return { securityGroup, autoScalingGroup, rolledOut };
}

function fleet(
  { network, group, targetGroupArns }: WebInput,
  template: aws.ec2.LaunchTemplate,
  before: readonly $util.Resource[],
): aws.autoscaling.Group {
  return new aws.autoscaling.Group(
    'WebGroup',
    {
      name: resourceName(group.name),
      minSize: group.desiredSize,
      desiredCapacity: group.desiredSize,
      // One more, so that a rollout can start a server before it stops one.
      maxSize: group.desiredSize + 1,
      vpcZoneIdentifiers: network.privateSubnets,
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      targetGroupArns,
      // Never 'ELB': readiness depends on the database, and an election must not replace the whole fleet.
      healthCheckType: 'EC2',
      healthCheckGracePeriod: 60,
      initialLifecycleHooks: [launchHook],
      // At its creation, wait until users can reach this many. HAProxy's web servers are not in a target group.
      ...(targetGroupArns.length === 0 ? {} : { minElbCapacity: group.desiredSize }),
      waitForCapacityTimeout: '15m',
      ...groupMetrics,
      tags: fleetTags(group.name, group.name, null),
    },
    { dependsOn: [...before], ignoreChanges: [...rolledOutByUs] },
  );
}

type Needs = { readonly bundle: Bundle; readonly node: DeployedPackages; readonly data: Data };

function webProfile(part: string, { bundle, node, data }: Needs): NodeProfile {
  return nodeProfile('Web', part, [
    readParameters([data.secrets.uri]),
    { actions: ['s3:GetObject'], resources: [bundle.arn] },
    node.read,
  ]);
}

function webUserData(part: string, bundle: Bundle, node: DeployedPackages): $util.Output<string> {
  return $resolve({ bucket: bundle.bucket, regionName: region() }).apply(({ bucket, regionName }) =>
    userData({
      files: webFiles,
      install: '/opt/garbageday/install.sh',
      environment: {
        AWS_DEFAULT_REGION: regionName,
        GROUP_NAME: resourceName(part),
        HOOK_NAME: launchHook.name,
        BUNDLE_BUCKET: bucket,
        BUNDLE_KEY: bundle.key,
        BUNDLE_SHA256: bundle.sha256,
        NODE_KEY: node.keys.join(','),
        NODE_SHA512: nodePackage.sha512 ?? '',
        URI_PARAMETER: parameterName('data/uri'),
      },
    }),
  );
}
