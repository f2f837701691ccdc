/** Opts servers that are there already in to chaos: what would be tagged, and the tagging. */
import {
  type AutoScalingClient,
  type AutoScalingGroup,
  CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateTagsCommand, type EC2Client, type Instance } from '@aws-sdk/client-ec2';
import { UsageError } from '@garbageday/core/errors.ts';
import { calling } from './aws-error.ts';
import { autoScalingGroupTag, groupTag, stageTag } from './contract/tags.ts';
import { findInstances, tagsOf } from './ec2-instances.ts';

export type AdoptClients = {
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  /** In which other region a group of that name is; `null`: in none that could be asked. */
  readonly regionOf: (autoScalingGroup: string) => Promise<string | null>;
};

type Tag = { readonly key: string; readonly value: string };

type Tagging = {
  readonly kind: 'auto-scaling-group' | 'instance';
  readonly id: string;
  readonly tags: readonly Tag[];
};

export type Adoptable = {
  readonly stage: string;
  readonly group: string;
  readonly servers:
    | { readonly kind: 'auto-scaling-group'; readonly name: string }
    | { readonly kind: 'instances'; readonly ids: readonly string[] };
};

export type Adopting = Pick<Adoptable, 'stage' | 'group'> & {
  readonly taggings: readonly Tagging[];
  readonly done: number;
  readonly remarks: readonly string[];
};

/** Servers that are there, or will be. */
const living = ['pending', 'running', 'stopping', 'stopped'];

/** Looks, and changes nothing. @throws UsageError for servers that cannot be adopted. */
export function planAdoption(clients: AdoptClients, adoptable: Adoptable): Promise<Adopting> {
  return calling('looking at what to adopt', async () => {
    const { servers, stage, group } = adoptable;
    const wanted = [
      { key: groupTag, value: group },
      { key: stageTag, value: stage },
    ];
    const seen =
      servers.kind === 'instances'
        ? await listed(clients, servers.ids)
        : await scaling(clients, servers.name, group);
    const taggings = seen.found.map((each) => tagging(each, wanted));
    const missing = taggings.filter(({ tags }) => tags.length > 0);
    const done = taggings.length - missing.length;
    return { stage, group, taggings: missing, done, remarks: seen.remarks };
  });
}

/** Who launches servers goes first, so that what it launches meanwhile has the tags. A repeat changes nothing. */
export function adopt({ ec2, autoScaling }: AdoptClients, { taggings }: Adopting): Promise<void> {
  return calling('tagging', async () => {
    for (const { id, kind, tags } of taggings.filter((each) => each.kind === 'auto-scaling-group')) {
      const Tags = tags.map(({ key: Key, value: Value }) => ({
        ...{ Key, Value, ResourceId: id, ResourceType: kind },
        PropagateAtLaunch: true,
      }));
      await autoScaling.send(new CreateOrUpdateTagsCommand({ Tags }));
    }
    for (const { id, tags } of taggings.filter((each) => each.kind === 'instance')) {
      const Tags = tags.map(({ key: Key, value: Value }) => ({ Key, Value }));
      await ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
    }
  });
}

type Found = Pick<Tagging, 'kind' | 'id'> & {
  /** Those that it has, as they should be. */
  readonly has: readonly Tag[];
  /** Whatever their form: of an Auto Scaling group also those that it keeps to itself. */
  readonly own: Readonly<Record<string, string>>;
};

type Seen = { readonly found: readonly Found[]; readonly remarks: readonly string[] };

/** What belongs to another group or stage is not taken away from it. */
function tagging({ kind, id, has, own }: Found, wanted: readonly Tag[]): Tagging {
  const other = wanted.find(({ key, value }) => own[key] !== undefined && own[key] !== value);
  if (other !== undefined)
    throw new UsageError(
      `${id} has the tag ${other.key}=${own[other.key]} already, and would get ${other.value}; remove that tag first if it is not in use`,
    );
  const isThere = (tag: Tag) => has.some(({ key, value }) => key === tag.key && value === tag.value);
  return { kind, id, tags: wanted.filter((tag) => !isThere(tag)) };
}

async function scaling(clients: AdoptClients, name: string, group: string): Promise<Seen> {
  const { autoScaling, ec2 } = clients;
  const query = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
  const [found] = (await autoScaling.send(query)).AutoScalingGroups ?? [];
  if (found === undefined) throw await notThere(clients, name);
  const size = found.DesiredCapacity ?? 0;
  if (size < 2)
    throw new UsageError(
      `the Auto Scaling group ${name} has ${size === 1 ? 'one member' : 'no member'}, and without it there is no service; ` +
        `give it two or more (--desired-capacity 2), then adopt it as ${group}`,
    );
  const members = await findInstances(ec2, {
    [`tag:${autoScalingGroupTag}`]: [name],
    'instance-state-name': living,
  });
  return { found: [asGroup(found, name), ...members.map(asInstance)], remarks: remarksOn(found.Tags) };
}

async function notThere({ autoScaling, regionOf }: AdoptClients, name: string): Promise<UsageError> {
  const here = await autoScaling.config.region();
  const elsewhere = await regionOf(name);
  return new UsageError(
    elsewhere === null
      ? `there is no Auto Scaling group ${name} in ${here}; check the name, AWS_REGION and AWS_PROFILE`
      : `the Auto Scaling group ${name} is in ${elsewhere}, and this is ${here}; set AWS_REGION=${elsewhere}`,
  );
}

async function listed({ ec2 }: AdoptClients, ids: readonly string[]): Promise<Seen> {
  const instances = await findInstances(ec2, { 'instance-id': ids, 'instance-state-name': living });
  const missing = ids.find((id) => !instances.some(({ InstanceId }) => InstanceId === id));
  if (missing !== undefined)
    throw new UsageError(
      `there is no server ${missing} in ${await ec2.config.region()}, or it has ended; check the id, AWS_REGION and AWS_PROFILE`,
    );
  const kept = instances.find((each) => tagsOf(each)[autoScalingGroupTag] !== undefined);
  if (kept !== undefined)
    throw new UsageError(
      `${kept.InstanceId} belongs to the Auto Scaling group ${tagsOf(kept)[autoScalingGroupTag]}; adopt that: --auto-scaling-group ${tagsOf(kept)[autoScalingGroupTag]}`,
    );
  if (instances.length < 2)
    throw new UsageError(
      'one server is not a group, for without it there is no service; name two or more that can stand in for each other',
    );
  return {
    found: instances.map(asInstance),
    remarks: [
      ...remarksOn(instances[0]?.Tags),
      'No Auto Scaling group keeps these servers: one that is killed is not replaced.',
    ],
  };
}

function asGroup({ Tags = [] }: AutoScalingGroup, id: string): Found {
  const named = Tags.map(({ Key: key = '', Value: value = '', PropagateAtLaunch }) => ({
    key,
    value,
    PropagateAtLaunch,
  }));
  return {
    ...{ kind: 'auto-scaling-group', id },
    // One that is not handed on is not enough.
    has: named.filter(({ PropagateAtLaunch }) => PropagateAtLaunch === true),
    own: Object.fromEntries(named.map(({ key, value }) => [key, value])),
  };
}

function asInstance(instance: Instance): Found {
  const own = tagsOf(instance);
  const has = Object.entries(own).map(([key, value]) => ({ key, value }));
  return { kind: 'instance', id: instance.InstanceId ?? '', has, own };
}

/** What manages the servers may take the tags away again. */
function remarksOn(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
) {
  const stack = tags.find(({ Key }) => Key === 'aws:cloudformation:stack-name')?.Value;
  return [
    stack === undefined
      ? 'If Terraform, CloudFormation or SST manages these servers, write the tags there too, or its next deployment takes them away.'
      : `The CloudFormation stack ${stack} manages these servers: write the tags into its template too, or its next update takes them away.`,
  ];
}
