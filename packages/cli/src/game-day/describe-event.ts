/**
 * What happens to the stack, as one sentence each for the event log; what happens to experiments is in render/narrate.
 */
import type { LeverPosition } from '@garbageday/core/ports.ts';
import type { InstanceLabel, StackIncident } from '@garbageday/local/stack-event.ts';
import { formatDuration, formatMs } from '@garbageday/render/format.ts';
import { shortId } from '@garbageday/render/narrate/experiment.ts';
import type { Sentence } from '@garbageday/render/narrate/sentence.ts';
import { type Invocation, typedAs } from '@garbageday/render/terminal/invocation.ts';

function info(text: string): Sentence {
  return { tone: 'info', text };
}

function nameOf({ slot, id }: Pick<InstanceLabel, 'slot' | 'id'>): string {
  return `${slot} (${id.slice(0, shortId)})`;
}

/** Null for what a person need not read. */
export function describeIncident(incident: StackIncident): Sentence | null {
  switch (incident.kind) {
    case 'launched':
      return incident.replaces === null ? null : info(`${nameOf(incident.instance)} launched in its place`);
    case 'serving':
    case 'parted':
      return null;
    case 'in-service':
      return info(`${nameOf(incident.instance)} in service after ${formatMs(incident.afterMs)}`);
    case 'out-of-service':
      return info(`${incident.instance.slot} taken out of service`);
    case 'terminating':
      return incident.why === 'fault'
        ? null
        : info(`${nameOf(incident.instance)} is terminated: ${incident.why}`);
    case 'still-ready':
      return info(
        `${incident.instance.slot} still says that it is ready, ${formatMs(incident.afterMs)} after SIGTERM`,
      );
    case 'died':
      return describeDeath(incident);
    case 'hung':
      return { tone: 'bad', text: `${nameOf(incident.instance)} hangs` };
    case 'resumed':
      return info(`${nameOf(incident.instance)} runs again`);
    default:
      return describeGroupIncident(incident);
  }
}

type Death = Extract<StackIncident, { readonly kind: 'died' }>;

function describeDeath({ instance, how, cause }: Death): Sentence {
  const text = `${nameOf(instance)} ${how}`;
  const isUnplanned = cause === 'crash' || cause === 'unhealthy';
  return isUnplanned ? { tone: 'bad', text: `${text}: an unplanned loss` } : info(text);
}

/** An instance that is in service again after having been out of service for a while. */
export function describeReturn({ instance }: { readonly instance: InstanceLabel }): Sentence {
  return info(`${nameOf(instance)} back in service`);
}

type GroupIncident = Exclude<StackIncident, { readonly instance: InstanceLabel }>;

function describeGroupIncident(incident: GroupIncident): Sentence | null {
  switch (incident.kind) {
    case 'whole':
      return { tone: 'good', text: `${incident.group} is whole again after ${formatMs(incident.afterMs)}` };
    case 'primary-lost':
      return info(`${incident.slot} is no longer primary`);
    case 'primary-elected':
      return info(
        incident.afterMs === null
          ? `${incident.slot} is primary`
          : `${incident.slot} is primary, after ${formatMs(incident.afterMs)} without one`,
      );
    case 'data-lost':
      return { tone: 'bad', text: describeLoss(incident) };
    case 'prober-died':
      return { tone: 'bad', text: `the ${incident.journey} process died: ${incident.how}` };
    case 'ready':
      return { tone: 'good', text: `ready at ${incident.url} after ${formatMs(incident.readyMs)}` };
    default:
      return incident satisfies never;
  }
}

/** What has happened, and what to do, when no majority is left. */
export function describeLoss({
  voters,
  needed,
}: {
  readonly voters: number;
  readonly needed: number;
}): string {
  const left = voters === 1 ? '1 member is left that has it' : `${voters} members are left that have it`;
  return `the data is lost (${left}, a majority is ${needed}); start again`;
}

export type Now = { readonly nowMs: number; readonly invocation: Invocation };

/** A lever that was left pulled, and how to release it. */
export function describeLever(
  { reason, sinceMs }: Extract<LeverPosition, { readonly kind: 'halted' }>,
  { nowMs, invocation }: Now,
): Sentence {
  const since = formatDuration(nowMs - sinceMs);
  const text = `the safety lever was pulled ${since} ago (${reason}): every kill will be refused; release it with: ${typedAs('resume', invocation)}`;
  return { tone: 'refused', text };
}
