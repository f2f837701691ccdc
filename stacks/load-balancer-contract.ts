/** What the rest of a stage needs to know about a load balancer, whichever kind it is. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Deployment } from './deployment.ts';
import type { Network } from './network.ts';

export type LoadBalancer = {
  readonly kind: Deployment['loadBalancer'];
  /** `http://…` or `https://…`, without a slash at the end. */
  readonly url: $util.Output<string>;
  /** The group that connects to the web servers. */
  readonly securityGroup: aws.ec2.SecurityGroup;
  /** The listeners that serve users. */
  readonly listeners: readonly aws.lb.Listener[];
  /** Where the web fleet registers itself; empty for HAProxy, which queries EC2. */
  readonly webTargetGroups: readonly aws.lb.TargetGroup[];
  /** HAProxy's own fleet, a group that chaos may hit; AWS's load balancer has none. */
  readonly fleet: {
    readonly group: string;
    readonly desiredSize: number;
    readonly autoScalingGroup: aws.autoscaling.Group;
    readonly targetGroup: aws.lb.TargetGroup;
    /** Resolves when the pair runs this deployment's version. */
    readonly rolledOut: $util.Output<unknown>;
  } | null;
  /** CloudWatch's name of the load balancer that users reach, and of its target group. */
  readonly dimensions: {
    readonly loadBalancer: $util.Output<string>;
    readonly targetGroup: $util.Output<string>;
  };
};

export type LoadBalancerInput = {
  readonly network: Network;
  readonly deployment: Deployment;
  readonly config: Configuration;
};
