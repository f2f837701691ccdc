/** Puts together what EC2, Auto Scaling, the load balancer and an instance's own tags say. Pure. */
import type { Instance as Ec2Instance } from '@aws-sdk/client-ec2';
import type { Group, Instance, InstanceState, ReplicaRole } from '@garbageday/core/chaos/fleet.ts';
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import { autoScalingGroupTag, roleAtTag, roleTag, slotTag } from './contract/tags.ts';
import { tagsOf } from './ec2-instances.ts';
import type { SaidRole } from './member-roles.ts';
import type { ScalingGroup } from './scaling-groups.ts';

export type GroupSighting = {
  readonly configuration: Pick<GroupConfiguration, 'name' | 'kind' | 'requiredHealthy'>;
  readonly scaling: readonly ScalingGroup[];
  /** Of the whole stage. */
  readonly instances: readonly Ec2Instance[];
  /** Whom the load balancer uses; `null` where none is asked. */
  readonly inService: ReadonlySet<string> | null;
  /** What members say of themselves, by instance; older ones say it in their tags. */
  readonly roles: ReadonlyMap<string, SaidRole>;
  readonly nowMs: number;
};

/** A member says every few seconds what it is; what it said longer ago may not hold. */
const roleHoldsMs = 60_000;

/** Members are those that Auto Scaling launched for the group: an instance that somebody merely tagged is none. */
export function observeGroup(sighting: GroupSighting): Group {
  const { configuration, scaling, instances } = sighting;
  const names = scaling.map(({ name }) => name);
  return {
    name: configuration.name,
    kind: configuration.kind,
    requiredHealthy: configuration.requiredHealthy,
    desiredSize: scaling.reduce((sum, group) => sum + group.desiredSize, 0),
    isRollingOut: scaling.some((group) => group.isChanging),
    instances: instances
      .filter((instance) => names.includes(tagsOf(instance)[autoScalingGroupTag] ?? ''))
      .map((instance) => observeInstance(instance, sighting))
      .toSorted((a, b) => (a.slot < b.slot ? -1 : a.slot > b.slot ? 1 : a.launchedAtMs - b.launchedAtMs)),
  };
}

function observeInstance(instance: Ec2Instance, sighting: GroupSighting): Instance {
  const { configuration, scaling, inService, nowMs } = sighting;
  const id = instance.InstanceId ?? '';
  const tags = tagsOf(instance);
  const state = stateOf(instance);
  const role =
    configuration.kind === 'data' ? freshRole(sighting.roles.get(id) ?? roleOfTags(tags), nowMs) : 'none';
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
    // The load balancer's word alone counts where there is one: a server on its way out may still be used.
    isInService: inService === null ? isMember && isUsed : isUsed,
    role,
    launchedAtMs: instance.LaunchTime?.getTime() ?? nowMs,
    tags,
  };
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
