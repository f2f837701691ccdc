/** What somebody has who deploys the component's example: subnets, a launch template, a target group; and the example, with theirs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedExample } from '../stacks/harness/example.ts';
import { type Project, repositoryRoot } from '../stacks/harness/project.ts';
import { element, elements, query } from './provider/call.ts';

const example = 'sst-auto-scaling-group';

/** `url`: where the shop answers. Prepared in the emulators, which must be there. */
export async function shop(url: string): Promise<Project> {
  const vpc = element(await query('ec2', 'DescribeVpcs', {}), 'vpcId');
  const inVpc = { Filter: [{ Name: 'vpc-id', Value: [vpc] }] };
  const subnets = elements(await query('ec2', 'DescribeSubnets', inVpc), 'subnetId');
  const LaunchTemplateData = { ImageId: 'ami-12c6146b', InstanceType: 't4g.nano' };
  await query('ec2', 'CreateLaunchTemplate', { LaunchTemplateName: 'shop-web', LaunchTemplateData });
  const target = { Name: 'shop-web', Protocol: 'HTTP', Port: 8080, VpcId: vpc };
  const targetGroup = element(
    await query('elasticloadbalancing', 'CreateTargetGroup', target),
    'TargetGroupArn',
  );
  return installedExample(example, {
    'sst.config.ts': withTheirs([
      ["'subnet-0a', 'subnet-0b', 'subnet-0c'", subnets.map((each) => `'${each}'`).join(', ')],
      ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web/1', targetGroup],
      ['https://shop.example.com', url],
    ]),
  });
}

/** The example with these in their places; throws where there is no such place. */
function withTheirs(edits: readonly (readonly [from: string, to: string])[]): string {
  const program = readFileSync(join(repositoryRoot, 'examples', example, 'sst.config.ts'), 'utf8');
  return edits.reduce((whole, [from, to]) => {
    if (!whole.includes(from)) throw new Error(`the example has no ${from}`);
    return whole.replaceAll(from, to);
  }, program);
}
