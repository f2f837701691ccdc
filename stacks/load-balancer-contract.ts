/** What the rest of a stage needs to know of a load balancer, whichever kind it is. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Deployment } from './deployment.ts';
import type { Network } from './network.ts';

export type LoadBalancer = {
  readonly kind: Deployment['loadBalancer'];
  /** `http://…` or `https://…`, without a slash at the end. */
  readonly url: $util.Output<string>;
  /** Whoever talks to the web servers. */
  readonly securityGroup: aws.ec2.SecurityGroup;
  /** Users are served through these. */
  readonly listeners: readonly aws.lb.Listener[];
  /** Where the web fleet registers itself; empty for HAProxy, which asks EC2. */
  readonly webTargetGroups: readonly aws.lb.TargetGroup[];
  /** HAProxy's own fleet, a group that chaos may hit; AWS's load balancer is none. */
  readonly fleet: {
    readonly group: string;
    readonly desiredSize: number;
    readonly autoScalingGroup: aws.autoscaling.Group;
    readonly targetGroup: aws.lb.TargetGroup;
    /** Ends when the pair runs what this deployment gives it. */
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
