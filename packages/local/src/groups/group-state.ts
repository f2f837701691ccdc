/** The state of a group, shared by all its parts. */
import type { GroupKind } from '@garbageday/core/chaos/fleet.ts';
import type { Clock, Random } from '@garbageday/core/ports.ts';
import type { StackIncident } from '../stack-event.ts';
import type { Backoff } from './backoff.ts';
import type { Condition, Launcher } from './machine.ts';
import type { Member } from './member.ts';

export type GroupOptions = {
  readonly name: string;
  readonly kind: GroupKind;
  readonly desiredSize: number;
  readonly requiredHealthy: number;
  /** From a death to the launch of its replacement. */
  readonly launchDelayMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  /** An instance that has been unhealthy for this long is replaced. */
  readonly unhealthyMs: number;
  /** How long a new one may take to become healthy. */
  readonly warmUpMs: number;
  readonly launcher: Launcher;
  /** Gives the ids of the instances. */
  readonly random: Random;
  readonly clock: Clock;
  readonly onIncident: (incident: StackIncident) => void;
  /** Nothing is launched before it resolves; at once when left out. When it rejects, nothing ever is. */
  readonly launchesAfter?: Promise<void>;
};

/** Changed only by the group's own parts. */
export type GroupState = {
  readonly options: GroupOptions;
  readonly backoff: Backoff;
  readonly members: Member[];
  readonly timers: Set<NodeJS.Timeout>;
  desiredSize: number;
  isRollingOut: boolean;
  isStopped: boolean;
  hasLaunched: boolean;
  brokenSinceMs: number | null;
};

/** What the checks say about a member now; a dead one is not healthy, whatever they say. */
export function conditionOf({ options }: GroupState, member: Member): Condition {
  const { label, slotIndex, state, launchedAtMs } = member;
  const condition = options.launcher.condition({ ...label, slotIndex, state, launchedAtMs });
  const isAlive = state === 'running' || state === 'shutting-down';
  return { ...condition, isHealthy: condition.isHealthy && isAlive };
}

/** Running, healthy, in service. */
export function isWell(state: GroupState, member: Member): boolean {
  const { isHealthy, isInService } = conditionOf(state, member);
  return member.state === 'running' && isHealthy && isInService;
}

/** Acts after the delay, unless the group is stopped first. */
export function later(state: GroupState, delayMs: number, act: () => void): void {
  const timer = setTimeout(() => {
    state.timers.delete(timer);
    if (!state.isStopped) act();
  }, delayMs);
  state.timers.add(timer);
}
