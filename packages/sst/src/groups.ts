/** The groups of a stage, whichever form they were given in. */
import type { FleetGroup } from '@garbageday/aws/contract/fleet-group.ts';
import { roleDocumentName } from '@garbageday/aws/contract/role-document.ts';
import { stageTag } from '@garbageday/aws/contract/tags.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type {
  AutoScalingGroupArgument,
  GroupArguments,
  InstanceArgument,
  InstanceGroupArguments,
  RoleTag,
  TaggedGroupArguments,
  TargetGroupArgument,
} from './arguments.ts';
import { type ChaosTag, chaosTags, stageName } from './chaos-tags.ts';
import { type SeenGroup, type WantedGroup, whyNotThisGroup } from './check-arguments.ts';
import { roleWords } from './check-groups.ts';
import { letter } from './naming.ts';

type Part = {
  /** The name within the stage: `web`, or `data-a` for one of several Auto Scaling groups. */
  readonly part: string;
  /** The name of the Auto Scaling group. */
  readonly autoScalingGroup: $util.Input<string>;
};

/** Servers that no Auto Scaling group keeps. */
type WrittenMembers = {
  readonly tags: readonly { readonly key: string; readonly value: $util.Input<string> }[];
  readonly ids: readonly $util.Input<string>[];
  readonly desiredSize: number;
};

export type DeployedGroup = {
  readonly name: string;
  /** None where `members` says who they are. */
  readonly parts: readonly Part[];
  readonly members: WrittenMembers | null;
  readonly targetGroupArns: readonly $util.Input<string>[];
  /** The desired size of each part; `null`: not given. */
  readonly desiredSize: number | null;
  readonly isReplaced: boolean;
  readonly role: RoleTag | null;
  readonly command: DeployedCommand | null;
};

type DeployedCommand = NonNullable<FleetGroup['command']> & { readonly run: string };

export function deployedGroup(stage: string, given: GroupArguments): DeployedGroup {
  const { name, targetGroup = [] } = given;
  const said = { role: roleTagOf(given), command: roleCommandOf(stage, given) };
  const targetGroupArns = [targetGroup].flat().map(arnOf);
  if (given.autoScalingGroup === undefined)
    return {
      ...{ name, targetGroupArns, ...said, parts: [], desiredSize: null },
      members: membersOf(stage, given),
      isReplaced: given.replacement === 'automatic',
    };
  const groups = [given.autoScalingGroup].flat();
  const isOne = groups.length === 1;
  const wanted = { group: name, isReplicaSet: !isOne, tags: chaosTags(name, stage) };
  return {
    ...{ name, targetGroupArns, ...said, members: null, isReplaced: true },
    parts: groups.map((group, index) => ({
      part: isOne ? name : `${name}-${letter(index)}`,
      autoScalingGroup: nameOf(group, wanted),
    })),
    desiredSize: given.desiredSize === undefined ? null : given.desiredSize / groups.length,
  };
}

function roleTagOf({ role }: GroupArguments): RoleTag | null {
  return role === undefined || 'command' in role ? null : role;
}

function roleCommandOf(stage: string, { name, role }: GroupArguments): DeployedCommand | null {
  if (role === undefined || !('command' in role)) return null;
  const { command: run, primary = roleWords.primary, secondary = roleWords.secondary } = role;
  return { run, document: roleDocumentName(stage, name), primary, secondary };
}

function membersOf(stage: string, given: TaggedGroupArguments | InstanceGroupArguments): WrittenMembers {
  if (given.tags !== undefined) {
    const tags = Object.entries(given.tags).map(([key, value]) => ({ key, value }));
    return { tags, ids: [], desiredSize: given.desiredSize };
  }
  const wanted = chaosTags(given.name, stage);
  const ids = given.ec2Instances.map((each) => idOf(each, given.name, wanted));
  return { tags: [], ids, desiredSize: ids.length };
}

/** Of a resource it is known now whether it opts in; of an id the gate finds out. */
function idOf(instance: InstanceArgument, group: string, wanted: readonly ChaosTag[]): $util.Input<string> {
  if (!(instance instanceof aws.ec2.Instance)) return instance;
  return $resolve({ id: instance.id, tags: instance.tags }).apply(({ id, tags = {} }) => {
    const missing = wanted.find(({ key, value }) => tags?.[key] !== value);
    if (missing === undefined) return id;
    throw new UsageError(
      `a server of "${group}" does not have the tag ${missing.key}=${missing.value}, and only tagged servers may be hit; ` +
        `add ${wanted.map(({ key, value }) => `'${key}': '${value}'`).join(', ')} to the tags of its aws.ec2.Instance`,
    );
  });
}

/** The deployment fails if the group does not exist, has only one member, or has not opted in. */
function nameOf(group: AutoScalingGroupArgument, wanted: Omit<WantedGroup, 'fix'>): $util.Output<string> {
  if (group instanceof aws.autoscaling.Group) {
    const fix = `add ...${callOf(wanted)} to its tags`;
    const { name, desiredCapacity: size, tags } = group;
    return $resolve({ name, size, tags }).apply((seen) =>
      named({ name: seen.name, size: seen.size ?? null, tags: seen.tags ?? [] }, { ...wanted, fix }),
    );
  }
  const found = aws.autoscaling.getGroupOutput({ name: group });
  const stage = wanted.tags.find(({ key }) => key === stageTag)?.value;
  const adopt = `npx garbageday adopt --platform aws --stage ${stage} --group ${wanted.group} --auto-scaling-group`;
  return $resolve({ name: found.name, size: found.desiredCapacity, tags: found.tags }).apply((seen) =>
    named(seen, { ...wanted, fix: `add it (${adopt} ${seen.name} --armed)` }),
  );
}

/** The call to write: with the stage if the component was given one. */
function callOf({ group, tags }: Omit<WantedGroup, 'fix'>): string {
  const stage = tags.find(({ key }) => key === stageTag)?.value;
  return stage === stageName() ? `chaosTags('${group}')` : `chaosTags('${group}', '${stage}')`;
}

function named(seen: SeenGroup, wanted: WantedGroup): string {
  const why = whyNotThisGroup(seen, wanted);
  if (why !== null) throw new UsageError(why);
  return seen.name;
}

function arnOf(group: TargetGroupArgument): $util.Input<string> {
  return group instanceof aws.lb.TargetGroup ? group.arn : group;
}

/** The names of all Auto Scaling groups. */
export function autoScalingGroupsOf(groups: readonly DeployedGroup[]): $util.Input<string>[] {
  return groups.flatMap(({ parts }) => parts.map(({ autoScalingGroup }) => autoScalingGroup));
}

/** What runs stands in the document alone. */
function writtenCommand({ document, primary, secondary }: DeployedCommand) {
  return { document, primary, secondary };
}

type WrittenGroup = {
  readonly [Key in keyof FleetGroup]: Key extends 'members'
    ? WrittenMembers
    : FleetGroup[Key] extends readonly string[]
      ? readonly $util.Input<string>[]
      : FleetGroup[Key];
};

/** `FLEET`, what the functions know about the servers: every group that can be hit. */
export function fleetVariable(groups: readonly DeployedGroup[]): $util.Output<string> {
  const written = groups.map(
    ({ name, parts, members, targetGroupArns, isReplaced, role, command }): WrittenGroup => ({
      group: name,
      autoScalingGroups: parts.map(({ autoScalingGroup }) => autoScalingGroup),
      targetGroupArns,
      ...(members === null ? {} : { members }),
      ...(isReplaced ? {} : { replacement: 'none' }),
      ...(role === null ? {} : { role }),
      ...(command === null ? {} : { command: writtenCommand(command) }),
    }),
  );
  return $jsonStringify(written);
}
