/** Rungs that ask whether the fleet can lose one now. */
import type { Eligibility } from './eligibility.ts';
import type { Group, Instance } from './fleet.ts';
import { type GateFacts, type Rung, whenKnown } from './gate-facts.ts';
import type { Refusal } from './refusal.ts';

export const isAlreadyClaimed: Rung = ({ history }) =>
  whenKnown(history, ({ claimedBy }) => (claimedBy === null ? null : alreadyClaimed(claimedBy)));

/** Also what the ledger says when two claims raced. */
export function alreadyClaimed(by: string): Refusal {
  return { reason: 'already-claimed', detail: `The experiment ${by} already holds this claim.`, numbers: {} };
}

export const isOverlapping: Rung = ({ history }) =>
  whenKnown(history, ({ underWay }) =>
    underWay.length === 0
      ? null
      : {
          reason: 'overlapping-experiment',
          detail: `Still under way: ${underWay.map((each) => `${each.experimentId} on ${each.group}`).join(', ')}.`,
          numbers: { underWay: underWay.length },
        },
  );

/** A change of size, an instance refresh, or members that are not well yet. */
export const isRollingOut: Rung<'fleet'> = ({ fleet }) =>
  whenKnown(fleet, (group) => {
    const members = group.instances.filter(({ state }) => state === 'pending' || state === 'running');
    const unwell = members.filter((member) => !isWell(group, member)).length;
    if (!group.isRollingOut && members.length === group.desiredSize && unwell === 0) return null;
    const change = group.isRollingOut ? 'a rollout is under way; ' : '';
    return {
      reason: 'rollout-in-progress',
      detail: `${group.name}: ${change}${members.length} of ${group.desiredSize} members are present, ${unwell} of them unhealthy or out of service.`,
      numbers: { desiredSize: group.desiredSize, members: members.length, unwell },
    };
  });

/** n+1 is not there: what is left without the target could not carry on. */
export const hasNoRedundancy: Rung<'fleet' | 'selection' | 'requiredHealthy'> = ({
  fleet,
  selection,
  requiredHealthy,
}) =>
  whenKnown(fleet, (group) =>
    whenKnown(selection, ({ target }) =>
      group.kind === 'data' ? withoutQuorum(group, target) : withoutSpare(group, target, requiredHealthy),
    ),
  );

export const hasNoEligibleTarget: Rung = ({ selection, group }) =>
  whenKnown(selection, ({ eligibility, target }) =>
    target !== null ? null : noEligibleTarget(group, eligibility),
  );

/** What the gate says in the end: no, or go ahead with this target. */
export type Decision =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'cleared'; readonly target: Instance };

/** The selected target, for facts that no rung refused; without one there is nothing to clear. */
export function targetOf({ selection, group }: Pick<GateFacts, 'selection' | 'group'>): Decision {
  const target = selection.kind === 'known' ? selection.value.target : null;
  if (target !== null) return { kind: 'cleared', target };
  return { kind: 'refused', refusal: noEligibleTarget(group, { eligible: [], removed: [] }) };
}

function noEligibleTarget(group: string, eligibility: Eligibility): Refusal {
  return {
    reason: 'no-eligible-target',
    detail: `No member of ${group} is eligible${whatWasRemoved(eligibility)}.`,
    numbers: { eligible: eligibility.eligible.length },
  };
}

function withoutSpare(group: Group, target: Instance | null, required: number): Refusal | null {
  const healthy = group.instances.filter((instance) => isWell(group, instance));
  const left = without(healthy, target).length;
  if (left >= required) return null;
  return {
    reason: 'no-redundancy',
    detail: `${group.name}: ${healthy.length} of ${group.desiredSize} are healthy; ${leaving(target, left)}${required} are required.`,
    numbers: { healthy: healthy.length, desiredSize: group.desiredSize, left, required },
  };
}

/** A replica set elects a primary only among a majority of its voters (Raft §5.2; MongoDB manual, replica set elections). */
function withoutQuorum(group: Group, target: Instance | null): Refusal | null {
  const voters = group.instances.filter((instance) => isWell(group, instance));
  const primaries = voters.filter(({ role }) => role === 'primary').length;
  const left = without(voters, target).length;
  const majority = Math.floor(group.desiredSize / 2) + 1;
  if (primaries > 0 && left >= majority) return null;
  const primary = primaries === 0 ? 'there is no primary; ' : '';
  return {
    reason: 'no-redundancy',
    detail: `${group.name}: ${primary}${voters.length} of ${group.desiredSize} voters are healthy; ${leaving(target, left)}a majority is ${majority}.`,
    numbers: { voters: voters.length, desiredSize: group.desiredSize, left, majority, primaries },
  };
}

/** Running, healthy, in service; of a replica set, also a voter that has caught up. */
export function isWell({ kind }: Group, { state, isHealthy, isInService, role }: Instance): boolean {
  const isServing = state === 'running' && isHealthy && isInService;
  return isServing && (kind !== 'data' || role === 'primary' || role === 'secondary');
}

function without(instances: readonly Instance[], target: Instance | null): readonly Instance[] {
  return instances.filter(({ id }) => id !== target?.id);
}

function leaving(target: Instance | null, left: number): string {
  return target === null ? '' : `losing one would leave ${left}, and `;
}

function whatWasRemoved({ removed }: Eligibility): string {
  const reasons = removed
    .filter(({ instanceIds }) => instanceIds.length > 0)
    .map(({ filter, instanceIds }) => `${instanceIds.join(' ')} not ${filter}`);
  return reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
}
