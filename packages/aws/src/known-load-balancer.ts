/** Whether a load balancer is there: one that is not has no metrics and no logs, which would read as "no one came". */
import {
  DescribeLoadBalancersCommand,
  type ElasticLoadBalancingV2Client,
  LoadBalancerNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, calling } from './aws-error.ts';

/** @throws AwsError (`not-deployed`, one line) unless `app/<name>/<id>` is in this account and region. */
export async function assertLoadBalancer(
  elb: ElasticLoadBalancingV2Client,
  loadBalancer: string,
): Promise<void> {
  const [, name = ''] = loadBalancer.split('/');
  const arns = await calling(`looking for the load balancer ${loadBalancer}`, () => arnsOf(elb, name));
  if (arns.some((arn) => arn.endsWith(`:loadbalancer/${loadBalancer}`))) return;
  const other = arns[0]?.split(':loadbalancer/')[1];
  const hint = other === undefined ? '' : ` (there is ${other})`;
  throw new AwsError(
    'not-deployed',
    `there is no load balancer ${loadBalancer} in ${await elb.config.region()}${hint}; ` +
      'give the end of its ARN, app/<name>/<id>, where the configuration says who measures the users, and deploy again',
  );
}

async function arnsOf(elb: ElasticLoadBalancingV2Client, name: string): Promise<readonly string[]> {
  try {
    const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand({ Names: [name] }));
    return LoadBalancers.flatMap(({ LoadBalancerArn }) => LoadBalancerArn ?? []);
  } catch (error) {
    if (error instanceof LoadBalancerNotFoundException) return [];
    throw error;
  }
}
