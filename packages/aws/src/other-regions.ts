/** Looks for an Auto Scaling group where nobody has looked. */
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeRegionsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { clientSettings } from './client-settings.ts';

/** Best effort, to say where to look: a region that does not answer at once, or may not be asked, does not count. */
export async function otherRegionsOf(ec2: EC2Client, name: string): Promise<readonly string[]> {
  const here = await ec2.config.region();
  const regions = await regionsOf(ec2);
  const others = regions.filter((region) => region !== here);
  const answers = await Promise.all(
    others.map(async (region) => ((await isIn(region, name)) ? [region] : [])),
  );
  return answers.flat();
}

async function regionsOf(ec2: EC2Client): Promise<readonly string[]> {
  try {
    const { Regions = [] } = await ec2.send(new DescribeRegionsCommand({}));
    return Regions.flatMap(({ RegionName }) => RegionName ?? []);
  } catch {
    return [];
  }
}

async function isIn(region: string, name: string): Promise<boolean> {
  const client = new AutoScalingClient(clientSettings({ region, maxAttempts: 1, timeoutMs: 3_000 }));
  try {
    const query = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
    return ((await client.send(query)).AutoScalingGroups ?? []).length > 0;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}
