/** Looks at a group from time to time, reports what changed, and replaces what stays unhealthy. */
import type { InstanceLabel } from '../stack-event.ts';
import { terminate } from './end-member.ts';
import { conditionOf, type GroupState, isWell } from './group-state.ts';
import { isPresent, type Member } from './member.ts';

const rememberedMs = 60_000;

/**
 * Reports what changed since the last look, replaces what has been unhealthy for too long, and forgets the long dead.
 */
export function observe(state: GroupState): void {
  const nowMs = state.options.clock.now();
  for (const member of state.members) observeMember(state, member, nowMs);
  observeWhole(state, nowMs);
  replaceUnhealthy(state, nowMs);
  const isForgotten = ({ terminatedAtMs, wasInService }: Member) =>
    terminatedAtMs !== null && !wasInService && nowMs - terminatedAtMs > rememberedMs;
  const kept = state.members.filter((member) => !isForgotten(member));
  if (kept.length < state.members.length) state.members.splice(0, state.members.length, ...kept);
}

function observeMember(state: GroupState, member: Member, nowMs: number): void {
  const { isHealthy, isInService } = conditionOf(state, member);
  member.unhealthySinceMs = isHealthy ? null : (member.unhealthySinceMs ?? nowMs);
  member.hasBeenHealthy ||= isHealthy;
  if (isHealthy && !member.isUnderFault) member.isHit = false;
  if (isInService === member.wasInService) return;
  member.wasInService = isInService;
  const instance: InstanceLabel = member.label;
  state.options.onIncident(
    isInService
      ? { kind: 'in-service', instance, afterMs: nowMs - member.launchedAtMs }
      : { kind: 'out-of-service', instance },
  );
}

function observeWhole(state: GroupState, nowMs: number): void {
  const present = state.members.filter(isPresent);
  const isWhole = present.length === state.desiredSize && present.every((member) => isWell(state, member));
  if (!isWhole) {
    state.brokenSinceMs ??= nowMs;
    return;
  }
  state.isRollingOut = false;
  if (state.brokenSinceMs === null) return;
  const afterMs = nowMs - state.brokenSinceMs;
  state.brokenSinceMs = null;
  state.options.onIncident({ kind: 'whole', group: state.options.name, afterMs });
}

/**
 * One at a time, and only while enough others are healthy: if all look unhealthy, the check is more likely to be wrong.
 */
function replaceUnhealthy(state: GroupState, nowMs: number): void {
  const present = state.members.filter(isPresent);
  const ill = present.find((member) => isIllForTooLong(state, member, nowMs));
  const well = present.filter((member) => isWell(state, member)).length;
  if (ill !== undefined && well >= state.options.requiredHealthy) terminate(state, ill, 'unhealthy');
}

function isIllForTooLong({ options }: GroupState, member: Member, nowMs: number): boolean {
  const patienceMs = member.hasBeenHealthy ? options.unhealthyMs : options.warmUpMs;
  return member.unhealthySinceMs !== null && nowMs - member.unhealthySinceMs > patienceMs;
}
