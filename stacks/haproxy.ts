/**
 * Our own pair of HAProxies behind a Network Load Balancer: retries the requests of a dying server, and can be killed.
 */
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import { groupOf } from './configuration.ts';
import { openEntrance } from './entrance.ts';
import { groupMetrics } from './group-metrics.ts';
import { haproxyUserData } from './haproxy-user-data.ts';
import { fleetTags, keepLaunchHook, launchHook, launchTemplate, rolledOutByUs } from './launch-template.ts';
import type { LoadBalancer, LoadBalancerInput } from './load-balancer-contract.ts';
import { balancerName, resourceName } from './naming.ts';
import type { Network } from './network.ts';
import { nodeProfile } from './node-role.ts';
import { haproxyHealthPort, haproxyPort } from './ports.ts';
import { rollOutServers } from './roll-out-servers.ts';
import { allowBetween, allowHttpsOut, closedGroup } from './security-group.ts';

export function deployHaproxy(input: LoadBalancerInput): LoadBalancer {
  const { network, config, deployment } = input;
  const group = groupOf(config, 'load-balancer');
  const edge = closedGroup('LoadBalancerSecurityGroup', { part: 'lb', description: 'The address', network });
  const securityGroup = closedGroup('HaproxySecurityGroup', {
    part: 'haproxy',
    description: 'HAProxy',
    network,
  });
  openEntrance({ group: edge, ports: [80], network, deployment });
  allowBetween('EdgeToHaproxy', {
    from: edge,
    to: securityGroup,
    port: haproxyPort,
    description: 'The users',
  });
  const port = haproxyHealthPort;
  allowBetween('EdgeToHealth', { from: edge, to: securityGroup, port, description: 'Health checks' });
  const out = allowHttpsOut('HaproxyHttpsOut', securityGroup);
  const statements = [{ actions: ['ec2:DescribeInstances'], resources: ['*'] }];
  const { profile, policy } = nodeProfile('Haproxy', group.name, statements);
  const { balancer, targets, listener } = addressOf(network, edge);
  const template = launchTemplate('HaproxyTemplate', {
    part: group.name,
    instanceType: deployment.loadBalancerInstanceType,
    image: deployment.serverImage,
    volumeGib: 8,
    profile,
    securityGroup,
    userData: haproxyUserData(group.name, groupOf(config, 'web').name),
  });
  return {
    kind: 'haproxy',
    url: $interpolate`http://${balancer.dnsName}`,
    securityGroup,
    listeners: [listener],
    webTargetGroups: [],
    fleet: pair({ network, group, template, targets, before: [network.whole, out, policy] }),
    dimensions: { loadBalancer: balancer.arnSuffix, targetGroup: targets.arnSuffix },
  };
}

function addressOf(network: Network, edge: aws.ec2.SecurityGroup) {
  const balancer = new aws.lb.LoadBalancer('LoadBalancer', {
    name: balancerName('lb'),
    loadBalancerType: 'network',
    internal: false,
    subnets: network.publicSubnets,
    securityGroups: [edge.id],
    // Two HAProxies serve three zones.
    enableCrossZoneLoadBalancing: true,
    enableDeletionProtection: $app.protect,
  });
  const targets = new aws.lb.TargetGroup('HaproxyTargets', {
    name: balancerName('haproxy'),
    port: haproxyPort,
    protocol: 'TCP',
    targetType: 'instance',
    vpcId: network.vpcId,
    healthCheck: {
      protocol: 'HTTP',
      port: `${haproxyHealthPort}`,
      path: '/readyz',
      matcher: '200',
      interval: 5,
      timeout: 2,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    deregistrationDelay: 30,
  });
  const listener = new aws.lb.Listener('Http', {
    loadBalancerArn: balancer.arn,
    port: 80,
    protocol: 'TCP',
    defaultActions: [{ type: 'forward', targetGroupArn: targets.arn }],
  });
  return { balancer, targets, listener };
}

type Pair = {
  readonly network: Network;
  readonly group: GroupConfiguration;
  readonly template: aws.ec2.LaunchTemplate;
  readonly targets: aws.lb.TargetGroup;
  readonly before: readonly $util.Resource[];
};

function pair({ network, group, template, targets, before }: Pair): NonNullable<LoadBalancer['fleet']> {
  const autoScalingGroup = new aws.autoscaling.Group(
    'HaproxyGroup',
    {
      name: resourceName(group.name),
      minSize: group.desiredSize,
      desiredCapacity: group.desiredSize,
      maxSize: group.desiredSize + 1,
      vpcZoneIdentifiers: network.privateSubnets,
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      targetGroupArns: [targets.arn],
      healthCheckType: 'EC2',
      healthCheckGracePeriod: 60,
      initialLifecycleHooks: [launchHook],
      // At its creation, wait until users can reach both.
      minElbCapacity: group.desiredSize,
      waitForCapacityTimeout: '15m',
      ...groupMetrics,
      tags: fleetTags(group.name, group.name, null),
    },
    { dependsOn: [...before], ignoreChanges: [...rolledOutByUs] },
  );
  keepLaunchHook('HaproxyLaunchHook', autoScalingGroup);
  const rolledOut = rollOutServers({ group: autoScalingGroup, template, maxHealthy: 200 });
  return {
    group: group.name,
    desiredSize: group.desiredSize,
    autoScalingGroup,
    targetGroup: targets,
    rolledOut,
  };
}
