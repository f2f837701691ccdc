/** `garbageday init` beside Auto Scaling groups, through the real SDK. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { CreateListenerCommand, CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { openAws } from '@garbageday/cli/aws/open-aws.ts';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../cli/run.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { type LaunchedStage, launchStage } from './fixtures/launch-stage.ts';

let clients: AwsClients;
let stage: LaunchedStage;
let web: { readonly autoScalingGroup: string; readonly targetGroupArns: readonly string[] };

beforeAll(async () => {
  clients = awsClients();
  stage = await launchStage(clients);
  const [group] = stage.groups;
  web = {
    autoScalingGroup: group?.autoScalingGroups[0] ?? '',
    targetGroupArns: group?.targetGroupArns ?? [],
  };
});

const url = ['--url', 'https://shop.example.com'];

function init(...argv: readonly string[]) {
  const cwd = temporaryDirectory();
  return { cwd, ran: run(['init', '--yes', ...argv], { cwd, openAws }) };
}

describe('garbageday init on AWS', () => {
  it('writes what it found, lists the servers, and says what the gate would say', async () => {
    const { cwd, ran } = init('--auto-scaling-group', web.autoScalingGroup, ...url);
    const { code, stdout, stderr } = await ran;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/^ {2}i-\w+ in eu-central-1[abc]: running, healthy, in service$/gm)).toHaveLength(3);
    expect(stdout).toMatch(
      /A kill would be refused: 3 of 3 servers do not have the tags garbageday:group=\S+ and garbageday:stage=\S+-production yet/,
    );
    const program = readFileSync(join(cwd, 'sst.config.ts'), 'utf8');
    expect(program).toContain(`autoScalingGroup: '${web.autoScalingGroup}',`);
    expect(program).toContain(`targetGroup: '${web.targetGroupArns[0]}',`);
    expect(program).toContain("region: 'eu-central-1'");
  });

  it('would let a kill of a group that has opted in go ahead', async () => {
    const aws = openAws(null);
    onTestFinished(aws.close);
    const seen = await aws.look({ ...web, name: 'web', stage: stage.stage });
    expect([seen.desiredSize, seen.servers.length, seen.refusal]).toEqual([3, 3, null]);
  });

  it('finds where the service is reached, and offers it', async () => {
    const { Subnets = [] } = await clients.ec2.send(new DescribeSubnetsCommand({}));
    const { LoadBalancers = [] } = await clients.elb.send(
      new CreateLoadBalancerCommand({
        Name: `lb-${stage.stage}`,
        Subnets: Subnets.slice(0, 2).flatMap(({ SubnetId }) => SubnetId ?? []),
      }),
    );
    const [balancer] = LoadBalancers;
    await clients.elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: balancer?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port: 8080,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: web.targetGroupArns[0] }],
      }),
    );
    const { cwd, ran } = init('--auto-scaling-group', web.autoScalingGroup, '--no-dry-run');
    expect((await ran).code).toBe(0);
    expect(readFileSync(join(cwd, 'sst.config.ts'), 'utf8')).toContain(
      `target: { url: 'http://${balancer?.DNSName?.toLowerCase()}:8080' },`,
    );
  });

  it('says which region has the group', async () => {
    const { code, stderr } = await init(
      '--auto-scaling-group',
      web.autoScalingGroup,
      '--region',
      'eu-west-1',
      ...url,
    ).ran;
    expect([code, stderr]).toEqual([
      2,
      `garbageday: --auto-scaling-group: there is no ${web.autoScalingGroup} in eu-west-1, but there is one in eu-central-1; add --region eu-central-1\n`,
    ]);
  });

  it('says what there is instead of a name that is nowhere', async () => {
    const { code, stderr } = await init('--auto-scaling-group', 'shop', ...url).ran;
    expect(code).toBe(2);
    expect(stderr).toContain('there is no shop in eu-central-1, which has ');
    expect(stderr).toContain(web.autoScalingGroup);
  });

  it('leaves a group alone that has one member', async () => {
    const single = stage.groups[1]?.autoScalingGroups[0] ?? '';
    const { code, stderr } = await init('--auto-scaling-group', single, ...url).ran;
    expect([code, stderr]).toEqual([
      2,
      `garbageday: --auto-scaling-group: ${single} has 1 member, and without it there is no service; give it two or more (its desired capacity), or leave it out\n`,
    ]);
  });
});
