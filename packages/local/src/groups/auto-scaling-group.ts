/** A group of real processes that is kept at its desired size, as an EC2 Auto Scaling group keeps instances. */
import type { Group, GroupKind } from '@garbageday/core/chaos/fleet.ts';
import type { Clock, Random } from '@garbageday/core/ports.ts';
import { systemCode } from '../file-error.ts';
import { describeExit, exitOf } from '../processes/exit.ts';
import type { InstanceLabel, StackIncident, TerminationCause } from '../stack-event.ts';
import { type Backoff, backoff } from './backoff.ts';
import { nextInstanceId } from './instance-id.ts';
import type { Condition, Launcher } from './machine.ts';
import { isPresent, labelFor, type Member, newMember, slotName, toInstance } from './member.ts';

export type GroupOptions = {
  readonly name: string;
  readonly kind: GroupKind;
  readonly desiredSize: number;
  readonly requiredHealthy: number;
  /** From a death to the launch of its replacement. */
  readonly launchDelayMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  readonly launcher: Launcher;
  /** Gives the ids of the instances. */
  readonly random: Random;
  readonly clock: Clock;
  readonly onIncident: (incident: StackIncident) => void;
};

/** What may be done to an instance by its id: true when there was one to do it to. */
export type AutoScalingGroup = {
  readonly name: string;
  /** The group now: its instances, and those terminated less than a minute ago. */
  readonly describe: () => Group;
  /** SIGTERM, grace, SIGKILL: EC2's TerminateInstances. */
  readonly terminate: (instanceId: string) => boolean;
  /** SIGKILL. */
  readonly cutPower: (instanceId: string) => boolean;
  /** SIGSTOP. */
  readonly hang: (instanceId: string) => boolean;
  /** SIGCONT. */
  readonly resume: (instanceId: string) => boolean;
  readonly setDesiredSize: (size: number) => void;
  /** Launches and replaces nothing any more; what lives is the caller's to kill. */
  readonly stop: () => void;
};

type State = {
  readonly options: GroupOptions;
  readonly backoff: Backoff;
  readonly members: Member[];
  readonly timers: Set<NodeJS.Timeout>;
  desiredSize: number;
  isRollingOut: boolean;
  isStopped: boolean;
  brokenSinceMs: number | null;
};

const observeEveryMs = 100;
const rememberedMs = 60_000;
/** An instance that is unhealthy for so long is replaced; so is one that never became healthy after twice as long. */
const unhealthyMs = 10_000;

/** Launches the group's instances at once, in the order of their slots. */
export function autoScalingGroup(options: GroupOptions): AutoScalingGroup {
  const state: State = {
    options,
    backoff: backoff(options.launchDelayMs),
    members: [],
    timers: new Set(),
    desiredSize: options.desiredSize,
    isRollingOut: true,
    isStopped: false,
    brokenSinceMs: options.clock.now(),
  };
  for (let slotIndex = 0; slotIndex < options.desiredSize; slotIndex += 1) launch(state, slotIndex, null);
  const observing = setInterval(() => observe(state), observeEveryMs);
  return {
    name: options.name,
    describe: () => describe(state),
    terminate: (id) => withMember(state, id, (member) => terminate(state, member, 'fault')),
    cutPower: (id) => withMember(state, id, cutPower),
    hang: (id) => withMember(state, id, (member) => pause(state, member, true)),
    resume: (id) => withMember(state, id, (member) => pause(state, member, false)),
    setDesiredSize: (size) => resize(state, size),
    stop: () => {
      state.isStopped = true;
      clearInterval(observing);
      for (const timer of state.timers) clearTimeout(timer);
    },
  };
}

function describe(state: State): Group {
  const { name, kind, requiredHealthy } = state.options;
  return {
    name,
    kind,
    desiredSize: state.desiredSize,
    requiredHealthy,
    isRollingOut: state.isRollingOut,
    instances: state.members.map((member) => toInstance(member, conditionOf(state, member))),
  };
}

function conditionOf({ options }: State, member: Member): Condition {
  const { label, slotIndex, state, launchedAtMs } = member;
  const condition = options.launcher.condition({ ...label, slotIndex, state, launchedAtMs });
  const isAlive = state === 'running' || state === 'shutting-down';
  return { ...condition, isHealthy: condition.isHealthy && isAlive };
}

function launch(state: State, slotIndex: number, replaces: string | null): void {
  const { name, random, clock, launcher, onIncident } = state.options;
  const label = labelFor(name, slotIndex, nextInstanceId(random));
  const member = newMember(label, slotIndex, clock.now());
  state.members.push(member);
  onIncident({ kind: 'launched', instance: label, replaces });
  launcher.launch({ ...label, slotIndex }).then(
    (machine) => {
      member.machine = machine;
      machine.serving.then(() => serve(state, member));
      exitOf(machine.child).then((exit) => bury(state, member, describeExit(exit)));
      if (member.isDoomed) cutPower(member);
    },
    (error: Error) => bury(state, member, error.message),
  );
}

function serve({ options }: State, member: Member): void {
  if (member.state !== 'pending') return;
  member.state = 'running';
  options.launcher.joined(member.label);
  const afterMs = options.clock.now() - member.launchedAtMs;
  options.onIncident({ kind: 'serving', instance: member.label, afterMs });
}

function bury(state: State, member: Member, how: string): void {
  const { clock, onIncident } = state.options;
  if (state.isStopped) return;
  member.state = 'terminated';
  member.terminatedAtMs = clock.now();
  onIncident({ kind: 'died', instance: member.label, how });
  if (member.slotIndex >= state.desiredSize) return;
  const death = { livedMs: clock.now() - member.launchedAtMs, isCrash: !member.isDoomed };
  const delayMs = state.backoff.afterDeath(member.label.slot, death);
  later(state, delayMs, () => {
    if (member.slotIndex < state.desiredSize) launch(state, member.slotIndex, member.label.id);
  });
}

function terminate(state: State, member: Member, why: TerminationCause): void {
  if (!isPresent(member)) return;
  member.state = 'shutting-down';
  member.isDoomed = true;
  state.options.onIncident({ kind: 'terminating', instance: member.label, why });
  signal(member, member.machine?.terminateSignal ?? 'SIGTERM');
  later(state, state.options.graceMs, () => cutPower(member));
}

function cutPower(member: Member): void {
  member.isDoomed = true;
  signal(member, 'SIGKILL');
}

function pause({ options }: State, member: Member, isHung: boolean): void {
  if (member.isHung === isHung) return;
  member.isHung = isHung;
  signal(member, isHung ? 'SIGSTOP' : 'SIGCONT');
  options.onIncident({ kind: isHung ? 'hung' : 'resumed', instance: member.label });
}

/** The death of a process that was dying anyway is not news. */
function signal({ machine, state }: Member, name: NodeJS.Signals): void {
  const pid = machine?.child.pid;
  if (pid === undefined || state === 'terminated') return;
  try {
    process.kill(pid, name);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

function resize(state: State, size: number): void {
  const before = state.desiredSize;
  if (size === before) return;
  state.desiredSize = size;
  state.isRollingOut = true;
  state.brokenSinceMs ??= state.options.clock.now();
  for (let slotIndex = before; slotIndex < size; slotIndex += 1) launch(state, slotIndex, null);
  for (const member of state.members) {
    if (member.slotIndex >= size) terminate(state, member, 'smaller-group');
  }
  for (let slotIndex = size; slotIndex < before; slotIndex += 1) {
    state.options.launcher.left(slotName(state.options.name, slotIndex));
  }
}

/** Says what changed since the last look, replaces what has been unhealthy for too long, forgets the long dead. */
function observe(state: State): void {
  const nowMs = state.options.clock.now();
  for (const member of state.members) observeMember(state, member, nowMs);
  observeWhole(state, nowMs);
  replaceUnhealthy(state, nowMs);
  const isForgotten = ({ terminatedAtMs, wasInService }: Member) =>
    terminatedAtMs !== null && !wasInService && nowMs - terminatedAtMs > rememberedMs;
  const kept = state.members.filter((member) => !isForgotten(member));
  if (kept.length < state.members.length) state.members.splice(0, state.members.length, ...kept);
}

function observeMember(state: State, member: Member, nowMs: number): void {
  const { isHealthy, isInService } = conditionOf(state, member);
  member.unhealthySinceMs = isHealthy ? null : (member.unhealthySinceMs ?? nowMs);
  if (isInService === member.wasInService) return;
  member.wasInService = isInService;
  const instance: InstanceLabel = member.label;
  state.options.onIncident(
    isInService
      ? { kind: 'in-service', instance, afterMs: nowMs - member.launchedAtMs }
      : { kind: 'out-of-service', instance },
  );
}

function observeWhole(state: State, nowMs: number): void {
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

function isWell(state: State, member: Member): boolean {
  const { isHealthy, isInService } = conditionOf(state, member);
  return member.state === 'running' && isHealthy && isInService;
}

/** One at a time, and only while the others carry on: when all look ill, the check is more likely to be wrong. */
function replaceUnhealthy(state: State, nowMs: number): void {
  const present = state.members.filter(isPresent);
  const ill = present.find(({ state: lifeCycle, unhealthySinceMs }) => {
    const patienceMs = lifeCycle === 'pending' ? 2 * unhealthyMs : unhealthyMs;
    return unhealthySinceMs !== null && nowMs - unhealthySinceMs > patienceMs;
  });
  const well = present.filter((member) => isWell(state, member)).length;
  if (ill !== undefined && well >= state.options.requiredHealthy) terminate(state, ill, 'unhealthy');
}

function withMember(state: State, id: string, act: (member: Member) => void): boolean {
  const member = state.members.find(({ label }) => label.id === id);
  if (member === undefined || member.state === 'terminated') return false;
  act(member);
  return true;
}

function later(state: State, delayMs: number, act: () => void): void {
  const timer = setTimeout(() => {
    state.timers.delete(timer);
    if (!state.isStopped) act();
  }, delayMs);
  state.timers.add(timer);
}
