/** Combines what EC2, Auto Scaling, the load balancer and an instance's own tags say. Pure. */
import type { Instance as Ec2Instance } from '@aws-sdk/client-ec2';
import { healthyRequired } from '@garbageday/core/chaos/eligibility.ts';
import type { Group, Instance, InstanceState, ReplicaRole } from '@garbageday/core/chaos/fleet.ts';
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import type { FleetGroup, RoleTag } from './contract/fleet-group.ts';
import { autoScalingGroupTag, roleAtTag, roleTag, slotTag } from './contract/tags.ts';
import { tagsOf } from './ec2-instances.ts';
import type { SaidRole } from './member-roles.ts';
import type { ScalingGroup } from './scaling-groups.ts';

export type GroupSighting = {
  readonly configuration: Pick<GroupConfiguration, 'name' | 'kind' | 'requiredHealthy' | 'requiredPercent'> &
    Pick<FleetGroup, 'replacement'>;
  readonly scaling: readonly ScalingGroup[];
  /** All instances of the stage. */
  readonly instances: readonly Ec2Instance[];
  /** Those of the group that no Auto Scaling group keeps; none where one does. */
  readonly listed?: readonly Ec2Instance[];
  /** By which tag members say what they are, instead of `roles`. */
  readonly role?: RoleTag | undefined;
  /** Members were asked, so their tags say nothing. */
  readonly isAsked?: boolean;
  /** What else changes the group. */
  readonly rollout?: string | null;
  /** Which instances the load balancer uses; `null` if there is none to query. */
  readonly inService: ReadonlySet<string> | null;
  /** What members report about themselves, by instance; older ones report it in their tags. */
  readonly roles: ReadonlyMap<string, SaidRole>;
  readonly nowMs: number;
};

/** A member reports its role every few seconds; an older report may no longer hold. */
const roleHoldsMs = 60_000;

/**
 * Members are those that Auto Scaling launched for the group, and an instance that somebody merely tagged is none; or, where
 * no Auto Scaling group keeps them, those that the deployment lists.
 */
export function observeGroup(sighting: GroupSighting): Group {
  const { configuration, scaling, instances, listed = [] } = sighting;
  const names = scaling.map(({ name }) => name);
  const rollout = scaling.find(({ change }) => change !== null)?.change ?? sighting.rollout ?? null;
  const desiredSize = scaling.reduce((sum, group) => sum + group.desiredSize, 0);
  return {
    name: configuration.name,
    kind: configuration.kind,
    requiredHealthy: healthyRequired(configuration, desiredSize),
    desiredSize,
    isRollingOut: rollout !== null,
    ...(rollout === null ? {} : { rollout }),
    ...(configuration.replacement === undefined ? {} : { replacement: configuration.replacement }),
    instances: [...instances.filter((instance) => isOneOf(names, instance)), ...listed]
      .map((instance) => observeInstance(instance, sighting))
      .toSorted((a, b) => (a.slot < b.slot ? -1 : a.slot > b.slot ? 1 : a.launchedAtMs - b.launchedAtMs)),
  };
}

function isOneOf(names: readonly (string | null)[], instance: Ec2Instance): boolean {
  const keeper = tagsOf(instance)[autoScalingGroupTag];
  return keeper !== undefined && names.includes(keeper);
}

function observeInstance(instance: Ec2Instance, sighting: GroupSighting): Instance {
  const { configuration, scaling, inService, nowMs } = sighting;
  const id = instance.InstanceId ?? '';
  const tags = tagsOf(instance);
  const state = stateOf(instance);
  const { role, problem } = configuration.kind === 'data' ? roleOf(id, tags, sighting) : noRole;
  const member = scaling.map(({ members }) => members.get(id)).find((each) => each !== undefined);
  const isRunning = state === 'running';
  const isUsed = inService?.has(id) ?? (configuration.kind !== 'data' || isVoter(role));
  const isMember = isRunning && member?.isInService === true;
  return {
    id,
    group: configuration.name,
    zone: instance.Placement?.AvailabilityZone ?? '',
    // Only members of the replica set have names that outlive them.
    slot: tags[slotTag] ?? id,
    state,
    isHealthy: isMember && member.isHealthy,
    // If there is a load balancer, only its answer counts: a terminating server may still be used.
    isInService: inService === null ? isMember && isUsed : isUsed,
    role,
    ...(problem === undefined ? {} : { roleProblem: problem }),
    launchedAtMs: instance.LaunchTime?.getTime() ?? nowMs,
    tags,
  };
}

type KnownRole = { readonly role: ReplicaRole; readonly problem?: string | undefined };

const noRole: KnownRole = { role: 'none' };

function roleOf(id: string, tags: Readonly<Record<string, string>>, sighting: GroupSighting): KnownRole {
  const { role: by, roles, isAsked = false, nowMs } = sighting;
  if (isAsked) return askedRole(roles.get(id), nowMs);
  if (by === undefined) return { role: freshRole(roles.get(id) ?? roleOfTags(tags), nowMs) };
  // How old it is, a tag does not say.
  const said = tags[by.tag];
  if (said === by.primary) return { role: 'primary' };
  return { role: said === by.secondary ? 'secondary' : 'none' };
}

/** A member that is not up is not asked: that it has not answered is not a problem. */
function askedRole(answer: SaidRole | undefined, nowMs: number): KnownRole {
  if (answer === undefined) return noRole;
  const ageMs = nowMs - answer.saidAtMs;
  if (ageMs > roleHoldsMs)
    return { role: 'none', problem: `its answer is ${Math.round(ageMs / 1_000)} s old` };
  return { role: freshRole(answer, nowMs), problem: answer.problem };
}

function stateOf({ State }: Ec2Instance): InstanceState {
  switch (State?.Name) {
    case 'pending':
    case 'running':
    case 'terminated':
      return State.Name;
    default:
      return 'shutting-down';
  }
}

function isVoter(role: ReplicaRole): boolean {
  return role === 'primary' || role === 'secondary';
}

function roleOfTags(tags: Readonly<Record<string, string>>): SaidRole {
  return { role: tags[roleTag] ?? 'none', saidAtMs: Number(tags[roleAtTag] ?? Number.NaN) * 1_000 };
}

function freshRole({ role, saidAtMs }: SaidRole, nowMs: number): ReplicaRole {
  const isFresh = nowMs - saidAtMs <= roleHoldsMs;
  return isFresh && (role === 'primary' || role === 'secondary' || role === 'syncing') ? role : 'none';
}
