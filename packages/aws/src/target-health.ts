/** Which instances a load balancer sends requests to. */
import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** Instance ids by target group, without those that are draining or failing their checks. */
export async function inServiceTargets(
  elb: ElasticLoadBalancingV2Client,
  targetGroupArns: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const arns = [...targetGroupArns];
  return new Map(await Promise.all(arns.map(async (arn) => [arn, await healthyIn(elb, arn)] as const)));
}

/** DescribeTargetHealth is not paginated. */
async function healthyIn(elb: ElasticLoadBalancingV2Client, arn: string): Promise<ReadonlySet<string>> {
  const { TargetHealthDescriptions = [] } = await elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: arn }),
  );
  const healthy = TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy');
  return new Set(healthy.flatMap(({ Target }) => Target?.Id ?? []));
}
