/** A group's own record of one instance. */
import type { Instance, InstanceState } from '@garbageday/core/chaos/fleet.ts';
import type { DeathCause, InstanceLabel, TerminationCause } from '../stack-event.ts';
import type { Condition, Machine } from './machine.ts';

/** Changed only by the group. */
export type Member = {
  readonly label: InstanceLabel;
  readonly slotIndex: number;
  readonly launchedAtMs: number;
  state: InstanceState;
  machine: Machine | null;
  terminatedAtMs: number | null;
  /** Why we told it to go; `null`: its death is a crash. */
  doom: TerminationCause | null;
  /** Whether a fault that can be undone was injected and has not been undone. */
  isUnderFault: boolean;
  /** Whether a fault was injected and the instance has not been healthy since. */
  isHit: boolean;
  /** What was last reported about it, so that each change is reported once. */
  wasInService: boolean;
  hasBeenHealthy: boolean;
  unhealthySinceMs: number | null;
};

const zones = ['a', 'b', 'c'];

/** Slots are lettered from `a`; the zones go round. */
export function labelFor(group: string, slotIndex: number, id: string): InstanceLabel {
  const zone = zones[slotIndex % zones.length] ?? 'a';
  return { id, group, slot: slotName(group, slotIndex), zone };
}

export function slotName(group: string, slotIndex: number): string {
  return `${group}-${String.fromCharCode('a'.charCodeAt(0) + slotIndex)}`;
}

export function newMember(label: InstanceLabel, slotIndex: number, launchedAtMs: number): Member {
  return {
    label,
    slotIndex,
    launchedAtMs,
    state: 'pending',
    machine: null,
    terminatedAtMs: null,
    doom: null,
    isUnderFault: false,
    isHit: false,
    wasInService: false,
    hasBeenHealthy: false,
    unhealthySinceMs: launchedAtMs,
  };
}

/** Neither terminated nor terminating. */
export function isPresent({ state }: Member): boolean {
  return state === 'pending' || state === 'running';
}

/** What its death is attributed to. */
export function causeOfDeath({ doom, isHit, hasBeenHealthy }: Member): DeathCause {
  if (doom === 'fault' || isHit) return 'fault';
  if (doom === 'smaller-group') return doom;
  return hasBeenHealthy ? (doom ?? 'crash') : 'failed-start';
}

/** As core sees it. Every instance opts in to chaos by the tag that names its group. */
export function toInstance(member: Member, condition: Condition): Instance {
  const { label, state, launchedAtMs } = member;
  return { ...label, ...condition, state, launchedAtMs, tags: { 'garbageday:group': label.group } };
}
