/** Launch templates, Auto Scaling groups, the load balancer. */

import { addressOfLoadBalancer } from '../../world/place.ts';
import { element, query } from '../call.ts';
import { inner, type Kinds, list, pascal } from '../kind.ts';
import type { Plain } from '../wire.ts';

const elb = 'elasticloadbalancing';

/** Without the instance profile, which lies in the other emulator. */
function templateData(inputs: Plain): Plain {
  const { imageId: ImageId, instanceType: InstanceType, userData: UserData } = inputs;
  const interfaces = list(inputs['networkInterfaces']).map(({ securityGroups }) => securityGroups);
  return { ImageId, InstanceType, UserData, SecurityGroupId: interfaces.flat() };
}

function groupInput(inputs: Plain): Plain {
  const { name, minSize, maxSize, desiredCapacity, vpcZoneIdentifiers, launchTemplate, tags } = inputs;
  const { id: LaunchTemplateId, name: LaunchTemplateName, version: Version } = inner(launchTemplate);
  return {
    AutoScalingGroupName: name,
    MinSize: minSize,
    MaxSize: maxSize,
    DesiredCapacity: desiredCapacity,
    VPCZoneIdentifier: Array.isArray(vpcZoneIdentifiers) ? vpcZoneIdentifiers.join(',') : undefined,
    LaunchTemplate: { LaunchTemplateId, LaunchTemplateName, Version },
    TargetGroupARNs: inputs['targetGroupArns'],
    HealthCheckType: inputs['healthCheckType'],
    HealthCheckGracePeriod: inputs['healthCheckGracePeriod'],
    Tags: list(tags).map((tag) => ({
      ...inner(pascal(tag)),
      ResourceId: name,
      ResourceType: 'auto-scaling-group',
    })),
  };
}

export const fleetKinds: Kinds = {
  'aws:ec2/launchTemplate:LaunchTemplate': {
    create: async (inputs) => {
      const LaunchTemplateData = templateData(inputs);
      const input = { LaunchTemplateName: inputs['name'], LaunchTemplateData };
      const said = await query('ec2', 'CreateLaunchTemplate', input);
      return { id: element(said, 'launchTemplateId'), latestVersion: 1 };
    },
    remove: (_, LaunchTemplateId) => query('ec2', 'DeleteLaunchTemplate', { LaunchTemplateId }),
  },
  'aws:autoscaling/group:Group': {
    create: async (inputs) => {
      await query('autoscaling', 'CreateAutoScalingGroup', groupInput(inputs));
      return { id: inputs['name'] };
    },
    remove: ({ name: AutoScalingGroupName }) =>
      query('autoscaling', 'DeleteAutoScalingGroup', { AutoScalingGroupName, ForceDelete: true }),
  },
  'aws:autoscaling/lifecycleHook:LifecycleHook': {
    create: async ({ autoscalingGroupName, name: LifecycleHookName, ...hook }) => {
      await query('autoscaling', 'PutLifecycleHook', {
        AutoScalingGroupName: autoscalingGroupName,
        LifecycleHookName,
        LifecycleTransition: hook['lifecycleTransition'],
        HeartbeatTimeout: hook['heartbeatTimeout'],
        DefaultResult: hook['defaultResult'],
      });
      return { id: LifecycleHookName };
    },
    remove: ({ autoscalingGroupName: AutoScalingGroupName }, LifecycleHookName) =>
      query('autoscaling', 'DeleteLifecycleHook', { AutoScalingGroupName, LifecycleHookName }),
  },
  'aws:lb/loadBalancer:LoadBalancer': {
    create: async ({
      name: Name,
      subnets: Subnets,
      securityGroups: SecurityGroups,
      loadBalancerType: Type,
    }) => {
      const said = await query(elb, 'CreateLoadBalancer', { Name, Subnets, SecurityGroups, Type });
      const arn = element(said, 'LoadBalancerArn');
      // What it serves is played by the tests: an emulator's load balancer forwards nothing.
      return { id: arn, arn, dnsName: addressOfLoadBalancer(), arnSuffix: arn.split(':loadbalancer/')[1] };
    },
    remove: (_, LoadBalancerArn) => query(elb, 'DeleteLoadBalancer', { LoadBalancerArn }),
  },
  'aws:lb/targetGroup:TargetGroup': {
    create: async ({ name: Name, port: Port, protocol: Protocol, vpcId: VpcId, healthCheck }) => {
      const { path: HealthCheckPath } = inner(healthCheck);
      const said = await query(elb, 'CreateTargetGroup', { Name, Port, Protocol, VpcId, HealthCheckPath });
      const arn = element(said, 'TargetGroupArn');
      return { id: arn, arn, arnSuffix: arn.split(':').at(-1) };
    },
    remove: (_, TargetGroupArn) => query(elb, 'DeleteTargetGroup', { TargetGroupArn }),
  },
  'aws:lb/listener:Listener': {
    create: async ({ loadBalancerArn: LoadBalancerArn, port: Port, protocol: Protocol, defaultActions }) => {
      const DefaultActions = list(defaultActions).map((each) => pascal(each));
      const said = await query(elb, 'CreateListener', { LoadBalancerArn, Port, Protocol, DefaultActions });
      const arn = element(said, 'ListenerArn');
      return { id: arn, arn };
    },
    remove: (_, ListenerArn) => query(elb, 'DeleteListener', { ListenerArn }),
  },
};
