/** Auto Scaling groups of a region that no one has named yet, and where their services are reached. Reads only. */
import { type AutoScalingClient, paginateDescribeAutoScalingGroups } from '@aws-sdk/client-auto-scaling';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';

export type ListedGroup = {
  readonly name: string;
  readonly desiredSize: number;
  readonly targetGroupArns: readonly string[];
};

/** Sorted by name; without those that are being deleted. */
export async function listScalingGroups(client: AutoScalingClient): Promise<readonly ListedGroup[]> {
  const found: ListedGroup[] = [];
  for await (const { AutoScalingGroups = [] } of paginateDescribeAutoScalingGroups({ client }, {})) {
    for (const {
      AutoScalingGroupName: name = '',
      DesiredCapacity,
      TargetGroupARNs,
      Status,
    } of AutoScalingGroups)
      if (Status === undefined)
        found.push({ name, desiredSize: DesiredCapacity ?? 0, targetGroupArns: TargetGroupARNs ?? [] });
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** `https://….elb.amazonaws.com` of the load balancer before a target group; `null`: there is none. */
export async function urlOfTargetGroup(
  client: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<string | null> {
  const { TargetGroups = [] } = await client.send(
    new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }),
  );
  const [balancer] = TargetGroups.flatMap(({ LoadBalancerArns = [] }) => LoadBalancerArns);
  if (balancer === undefined) return null;
  const [{ LoadBalancers = [] }, { Listeners = [] }] = await Promise.all([
    client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [balancer] })),
    client.send(new DescribeListenersCommand({ LoadBalancerArn: balancer })),
  ]);
  const [{ DNSName: host } = {}] = LoadBalancers;
  const listener = Listeners.find(({ Protocol }) => Protocol === 'HTTPS') ?? Listeners[0];
  if (host === undefined || listener === undefined) return null;
  const scheme = listener.Protocol === 'HTTPS' || listener.Protocol === 'TLS' ? 'https' : 'http';
  // URL leaves out the port that a scheme has anyway.
  return new URL(`${scheme}://${host}:${listener.Port ?? 80}/`).href;
}
