/** `garbageday adopt`, in this process and as one of its own: what it says, and what is tagged then. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import {
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DeleteTagsCommand as DeleteInstanceTagsCommand,
  DescribeInstancesCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { groupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import { tagsOf } from '@garbageday/aws/ec2-instances.ts';
import { openAws } from '@garbageday/cli/aws/open-aws.ts';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../cli/run.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { forgetEverything } from './emulators/forget-everything.ts';
import { deployStage } from './fixtures/deployed-stage.ts';
import { launchStage } from './fixtures/launch-stage.ts';

let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

// Others' stages would be a choice.
beforeEach(forgetEverything);

const own = [groupTag, stageTag];

/** An Auto Scaling group of three, none of which has heard of Garbage Day. */
async function untouchedGroup(): Promise<string> {
  const { groups } = await launchStage(clients);
  const name = groups[0]?.autoScalingGroups[0] ?? '';
  const Tags = own.map((Key) => ({ Key, ResourceId: name, ResourceType: 'auto-scaling-group' }));
  await clients.autoScaling.send(new DeleteTagsCommand({ Tags }));
  const Resources = await membersOf(name);
  await clients.ec2.send(new DeleteInstanceTagsCommand({ Resources, Tags: own.map((Key) => ({ Key })) }));
  return name;
}

async function groupNamed(name: string) {
  const query = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
  return (await clients.autoScaling.send(query)).AutoScalingGroups?.[0];
}

async function membersOf(name: string): Promise<string[]> {
  return ((await groupNamed(name))?.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
}

/** Of each server, what Garbage Day knows it by. */
async function tagsOn(ids: readonly string[]) {
  const { Reservations = [] } = await clients.ec2.send(
    new DescribeInstancesCommand({ InstanceIds: [...ids] }),
  );
  return Reservations.flatMap(({ Instances = [] }) => Instances).map((instance) => {
    const tags = tagsOf(instance);
    return own.map((key) => tags[key]);
  });
}

function adopt(...argv: string[]) {
  return run(['adopt', '--platform', 'aws', '--group', 'web', ...argv], { cwd: temporaryDirectory() });
}

const shop = ['--stage', 'shop-production'];

async function servers(count: number): Promise<readonly string[]> {
  const command = new RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: count, MaxCount: count });
  const { Instances = [] } = await clients.ec2.send(command);
  return Instances.flatMap(({ InstanceId }) => InstanceId ?? []);
}

describe('garbageday adopt', () => {
  it('says what it would tag and why, and tags nothing', async () => {
    const name = await untouchedGroup();
    const { code, stdout, stderr } = await adopt(...shop, '--auto-scaling-group', name);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Would tag for the group web of the stage shop-production:\n');
    expect(stdout).toContain(
      `  Auto Scaling group ${name}  garbageday:group=web  garbageday:stage=shop-production  handed on to what it launches\n`,
    );
    for (const id of await membersOf(name)) expect(stdout).toContain(`  ${id} `);
    expect(stdout).toContain('Why: no experiment may end a server without both.');
    expect(stdout).toContain('Nothing was tagged. The same with --armed tags them.');
    expect(await tagsOn(await membersOf(name))).toEqual(Array(3).fill([undefined, undefined]));
    expect((await groupNamed(name))?.Tags).toEqual([]);
  });

  it('with --armed tags the group, its servers, and those that it launches from then on', async () => {
    const name = await untouchedGroup();
    const { code, stdout } = await adopt(...shop, '--auto-scaling-group', name, '--armed');
    expect(code).toBe(0);
    expect(stdout).toContain('Tagged for the group web of the stage shop-production:');
    const wanted = ['web', 'shop-production'];
    expect(await tagsOn(await membersOf(name))).toEqual([wanted, wanted, wanted]);
    const [first = ''] = await membersOf(name);
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    const after = await membersOf(name);
    expect(after).not.toContain(first);
    expect(await tagsOn(after)).toEqual([wanted, wanted, wanted]);
    const again = await adopt(...shop, '--auto-scaling-group', name, '--armed');
    expect(again.stdout).toBe(
      'Nothing to tag: 4 resources are already of the group web of the stage shop-production.\n',
    );
  });

  it('is the line that init ends with, which opens the group to experiments', async () => {
    const name = await untouchedGroup();
    const cwd = temporaryDirectory();
    const group = ['--auto-scaling-group', name, '--url', 'https://shop.example.com'];
    const { stdout } = await run(['init', '--yes', '--no-dry-run', ...group], { cwd, openAws });
    const [, line = ''] = /^ {2}AWS_REGION=eu-central-1 garbageday (adopt .+ --armed)$/m.exec(stdout) ?? [];
    const adopted = await run(line.split(' '), { cwd });
    expect([adopted.code, adopted.stderr]).toEqual([0, '']);
    const [groupName = '', stage = ''] = (await tagsOn(await membersOf(name)))[0] ?? [];
    const aws = openAws(null);
    onTestFinished(aws.close);
    const seen = await aws.look({ name: groupName, stage, autoScalingGroup: name, targetGroupArns: [] });
    expect([seen.servers.length, seen.refusal]).toEqual([3, null]);
  });

  it('finishes what was half done, and hands on a tag that the group kept to itself', async () => {
    const name = await untouchedGroup();
    const tag = { ResourceId: name, ResourceType: 'auto-scaling-group', PropagateAtLaunch: false };
    const Tags = [{ ...tag, Key: groupTag, Value: 'web' }];
    await clients.autoScaling.send(new CreateOrUpdateTagsCommand({ Tags }));
    await adopt(...shop, '--auto-scaling-group', name, '--armed');
    const tags = (await groupNamed(name))?.Tags ?? [];
    expect(tags.map(({ Key, PropagateAtLaunch }) => [Key, PropagateAtLaunch]).toSorted()).toEqual([
      [groupTag, true],
      [stageTag, true],
    ]);
  });

  it('takes servers one by one, and says that nothing replaces them', async () => {
    const ids = await servers(2);
    const named = ids.flatMap((id) => ['--instance', id]);
    const dry = await adopt(...shop, ...named);
    expect(dry.stdout).toContain('one that is killed is not replaced');
    expect(await tagsOn(ids)).toEqual(Array(2).fill([undefined, undefined]));
    const { stdout } = await adopt(...shop, ...named, '--armed', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ schema: 'garbageday/adoption@1', isArmed: true, stage: 'shop-production', group: 'web', done: 0 },
      tagged: ids.map((id) => ({ kind: 'instance', id })),
    });
    expect(await tagsOn(ids)).toEqual(Array(2).fill(['web', 'shop-production']));
  });

  it('is for the one stage that is deployed, if none is named', async () => {
    const name = await untouchedGroup();
    const none = await adopt('--auto-scaling-group', name);
    expect([none.code, none.stderr]).toEqual([
      2,
      'garbageday: --platform aws: which stage? none is deployed here yet; add --stage <name>: of an SST app it is <app>-<stage>, such as shop-production\n',
    ]);
    const { stage } = await deployStage(clients);
    const one = await adopt('--auto-scaling-group', name);
    expect(one.stdout).toContain(`of the stage ${stage}:`);
    const other = await deployStage(clients);
    const two = await adopt('--auto-scaling-group', name);
    expect(two.stderr).toContain(`which stage? here are ${[stage, other.stage].toSorted().join(', ')}; add`);
  });

  it('runs as a process', async () => {
    const name = await untouchedGroup();
    const program = `${import.meta.dirname}/../../packages/cli/bin/garbageday.js`;
    const argv = [
      'adopt',
      '--platform',
      'aws',
      ...shop,
      '--group',
      'web',
      '--auto-scaling-group',
      name,
      '--armed',
    ];
    const child = spawn(process.execPath, [program, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [said, remarks, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    expect([code, remarks]).toEqual([0, '']);
    expect(said).toContain('Nothing is killed by this.');
    expect(await tagsOn(await membersOf(name))).toEqual(Array(3).fill(['web', 'shop-production']));
  });
});

describe('garbageday adopt says in one line why it does not', () => {
  async function refused(...argv: string[]): Promise<string> {
    const { code, stdout, stderr } = await adopt(...shop, '--armed', ...argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim()).not.toContain('\n');
    return stderr;
  }

  it('of a group that is not there', async () => {
    expect(await refused('--auto-scaling-group', 'nowhere')).toBe(
      'garbageday: there is no Auto Scaling group nowhere in eu-central-1; check the name, AWS_REGION and AWS_PROFILE\n',
    );
  });

  it('of a group that is in another region', async () => {
    process.env['AWS_REGION'] = 'eu-west-1';
    const elsewhere = awsClients();
    const { groups } = await launchStage(elsewhere).finally(() => {
      process.env['AWS_REGION'] = 'eu-central-1';
    });
    const name = groups[0]?.autoScalingGroups[0] ?? '';
    expect(await refused('--auto-scaling-group', name)).toBe(
      `garbageday: the Auto Scaling group ${name} is in eu-west-1, and this is eu-central-1; set AWS_REGION=eu-west-1\n`,
    );
  });

  it('of a group with one member, and tags none', async () => {
    const name = await untouchedGroup();
    await clients.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, MinSize: 1 }),
    );
    await clients.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName: name, DesiredCapacity: 1 }),
    );
    expect(await refused('--auto-scaling-group', name)).toContain(
      `the Auto Scaling group ${name} has one member, and without it there is no service; give it two or more`,
    );
    expect((await groupNamed(name))?.Tags).toEqual([]);
  });

  it('of a group that another stage has', async () => {
    const { groups, stage } = await launchStage(clients);
    const name = groups[0]?.autoScalingGroups[0] ?? '';
    expect(await refused('--auto-scaling-group', name)).toContain(
      `${name} has the tag garbageday:stage=${stage} already, and would get shop-production; remove that tag first`,
    );
  });

  it('of a single server, of one that is gone, and of one that Auto Scaling keeps', async () => {
    const [first = '', second = ''] = await servers(2);
    expect(await refused('--instance', first)).toContain('one server is not a group');
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [second] }));
    expect(await refused('--instance', first, '--instance', second)).toContain(
      `there is no server ${second} in eu-central-1`,
    );
    const name = await untouchedGroup();
    const [member = ''] = await membersOf(name);
    expect(await refused('--instance', first, '--instance', member)).toContain(
      `${member} belongs to the Auto Scaling group ${name}; adopt that: --auto-scaling-group ${name}`,
    );
    expect(await tagsOn([first])).toEqual([[undefined, undefined]]);
  });
});
