/** A group of real processes kept at its desired size, as an EC2 Auto Scaling group keeps instances. */
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import { describeExit, exitOf } from '../processes/exit.ts';
import { backoff } from './backoff.ts';
import { cutPower, hang, resume, signal, terminate } from './end-member.ts';
import { conditionOf, type GroupOptions, type GroupState, later } from './group-state.ts';
import { nextInstanceId } from './instance-id.ts';
import { causeOfDeath, labelFor, type Member, newMember, slotName, toInstance } from './member.ts';
import { observe } from './observe-group.ts';

/** Actions on an instance by its id return whether there was such an instance. */
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
  /** Whether a fault hit it; `null` for an instance that is not, or no longer, remembered. */
  readonly wasHit: (instanceId: string) => boolean | null;
  readonly setDesiredSize: (size: number) => void;
  /** Stops launching and replacing; the caller must kill what is still running. */
  readonly stop: () => void;
};

const observeEveryMs = 100;

/** Launches the group's instances at once, or once it may, in the order of their slots. */
export function autoScalingGroup(options: GroupOptions): AutoScalingGroup {
  const state: GroupState = {
    options,
    backoff: backoff(options.launchDelayMs),
    members: [],
    timers: new Set(),
    desiredSize: options.desiredSize,
    isRollingOut: true,
    isStopped: false,
    hasLaunched: false,
    brokenSinceMs: options.clock.now(),
  };
  if (options.launchesAfter === undefined) launchAll(state);
  else
    options.launchesAfter.then(
      () => launchAll(state),
      // Whoever waits for the group gives up the start.
      () => {},
    );
  const observing = setInterval(() => observe(state), observeEveryMs);
  return {
    name: options.name,
    describe: () => describe(state),
    terminate: (id) => withMember(state, id, (member) => terminate(state, member, 'fault')),
    cutPower: (id) => withMember(state, id, cutPower),
    hang: (id) => withMember(state, id, (member) => hang(state, member)),
    resume: (id) => withMember(state, id, (member) => resume(state, member)),
    wasHit: (id) => wasHit(state, id),
    setDesiredSize: (size) => resize(state, size),
    stop: () => {
      state.isStopped = true;
      clearInterval(observing);
      for (const timer of state.timers) clearTimeout(timer);
    },
  };
}

function describe(state: GroupState): Group {
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

function launchAll(state: GroupState): void {
  if (state.isStopped) return;
  state.hasLaunched = true;
  for (let slotIndex = 0; slotIndex < state.desiredSize; slotIndex += 1) launch(state, slotIndex, null);
}

function launch(state: GroupState, slotIndex: number, replaces: string | null): void {
  const { name, random, clock, launcher, onIncident } = state.options;
  const label = labelFor(name, slotIndex, nextInstanceId(random));
  const member = newMember(label, slotIndex, clock.now());
  state.members.push(member);
  onIncident({ kind: 'launched', instance: label, replaces });
  launcher.launch({ ...label, slotIndex }).then(
    (machine) => {
      member.machine = machine;
      machine.serving.then(() => serve(state, member));
      (machine.gone ?? exitOf(machine.child)).then((exit) => bury(state, member, describeExit(exit)));
      if (member.doom !== null) signal(member, 'SIGKILL');
    },
    (error: Error) => bury(state, member, error.message),
  );
}

function serve({ options }: GroupState, member: Member): void {
  if (member.state !== 'pending') return;
  member.state = 'running';
  options.launcher.joined(member.label);
  const afterMs = options.clock.now() - member.launchedAtMs;
  options.onIncident({ kind: 'serving', instance: member.label, afterMs });
}

function bury(state: GroupState, member: Member, how: string): void {
  const { clock, onIncident } = state.options;
  if (state.isStopped) return;
  member.state = 'terminated';
  const nowMs = clock.now();
  member.terminatedAtMs = nowMs;
  const sinceMs = member.unhealthySinceMs ?? nowMs;
  onIncident({ kind: 'died', instance: member.label, how, cause: causeOfDeath(member), sinceMs });
  if (member.slotIndex >= state.desiredSize) return;
  const death = { livedMs: clock.now() - member.launchedAtMs, isCrash: member.doom === null };
  const delayMs = state.backoff.afterDeath(member.label.slot, death);
  later(state, delayMs, () => {
    if (member.slotIndex < state.desiredSize) launch(state, member.slotIndex, member.label.id);
  });
}

function resize(state: GroupState, size: number): void {
  const before = state.desiredSize;
  if (size === before) return;
  state.desiredSize = size;
  state.isRollingOut = true;
  state.brokenSinceMs ??= state.options.clock.now();
  if (!state.hasLaunched) return;
  for (let slotIndex = before; slotIndex < size; slotIndex += 1) launch(state, slotIndex, null);
  for (const member of state.members) {
    if (member.slotIndex >= size) terminate(state, member, 'smaller-group');
  }
  for (let slotIndex = size; slotIndex < before; slotIndex += 1) {
    state.options.launcher.left(slotName(state.options.name, slotIndex));
  }
}

function wasHit({ members }: GroupState, id: string): boolean | null {
  const member = members.find(({ label }) => label.id === id);
  return member === undefined ? null : member.doom === 'fault' || member.isHit;
}

function withMember(state: GroupState, id: string, act: (member: Member) => void): boolean {
  const member = state.members.find(({ label }) => label.id === id);
  if (member === undefined || member.state === 'terminated') return false;
  act(member);
  return true;
}
