/** What happens to the stack and to experiments, as one sentence each for the event log. */
import type { ExperimentPlan, ExperimentState, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { faultNamed } from '@garbageday/core/chaos/fault.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import { happenedAtMs, wasInjected } from '@garbageday/core/report/happened-at.ts';
import type { InstanceLabel, StackIncident } from '@garbageday/local/stack-event.ts';
import {
  formatCount,
  formatDuration,
  formatInstant,
  formatMs,
  formatShare,
} from '@garbageday/render/format.ts';
import { type Invocation, typedAs } from '@garbageday/render/terminal/invocation.ts';
import type { LiveEvent } from '@garbageday/render/terminal/live-state.ts';

export type Sentence = Pick<LiveEvent, 'tone' | 'text'>;

const info = (text: string): Sentence => ({ tone: 'info', text });

function nameOf({ slot, id }: Pick<InstanceLabel, 'slot' | 'id'>): string {
  return `${slot} (${id.slice(0, 10)})`;
}

/** Null for what a person need not read. */
export function describeIncident(incident: StackIncident): Sentence | null {
  switch (incident.kind) {
    case 'launched':
      return incident.replaces === null ? null : info(`${nameOf(incident.instance)} launched in its place`);
    case 'serving':
      return null;
    case 'in-service':
      return info(`${nameOf(incident.instance)} in service after ${formatMs(incident.afterMs)}`);
    case 'out-of-service':
      return info(`${incident.instance.slot} taken out of service`);
    case 'terminating':
      return incident.why === 'fault'
        ? null
        : info(`${nameOf(incident.instance)} is terminated: ${incident.why}`);
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

/** An instance that was out of service for a while, and is in service again. */
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

/** What there is to say, and to do, when no majority is left. */
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

/** A lever that was left pulled, and the way out. */
export function describeLever(
  { reason, sinceMs }: Extract<LeverPosition, { readonly kind: 'halted' }>,
  { nowMs, invocation }: Now,
): Sentence {
  const since = formatDuration(nowMs - sinceMs);
  const text = `the safety lever was pulled ${since} ago (${reason}): every kill will be refused; release it with: ${typedAs('resume', invocation)}`;
  return { tone: 'refused', text };
}

/** `cut the power of the data primary`, `dry run: terminate a web`. */
export function labelOf({ fault, group, role, mode }: ExperimentPlan): string {
  const deed = `${faultNamed(fault).verb} ${role === 'any' ? `a ${group}` : `the ${group} ${role}`}`;
  return mode === 'armed' ? deed : `dry run: ${deed}`;
}

/** `target`: whom it chose, if it has. Null for what a person need not read. */
export function describeState(
  plan: ExperimentPlan,
  state: ExperimentState,
  target: TargetRecord | null,
): Sentence | null {
  switch (state.kind) {
    case 'refused':
      return { tone: 'refused', text: `refused (${state.refusal.reason}): ${state.refusal.detail}` };
    case 'claimed':
      return plan.mode === 'armed' ? null : info(`dry run: would ${deedOn(plan, state.target)}`);
    case 'injected':
      return { tone: 'kill', text: target === null ? labelOf(plan) : deedOn(plan, target) };
    case 'completed':
      return describeVerdict(plan, state);
    case 'aborted':
      return { tone: 'bad', text: `aborted: ${state.reason.text}` };
    case 'drawn':
    case 'baseline':
    case 'recovering':
      return null;
    default:
      return state satisfies never;
  }
}

type Completed = Extract<ExperimentState, { readonly kind: 'completed' }>;

/** Of a kill that did not pass, why. */
function describeVerdict(plan: ExperimentPlan, { impact, judgement }: Completed): Sentence {
  const { verdict, reasons } = judgement;
  if (verdict !== 'pass') return { tone: 'bad', text: `${verdict} (${labelOf(plan)}): ${reasons.join(' ')}` };
  const { probes, budgetSpent } = impact;
  const felt = `${formatCount(probes.bad)} of ${formatCount(probes.sent)} probes bad, ${formatShare(budgetSpent)} of the budget`;
  return { tone: 'good', text: `pass: ${felt} (${labelOf(plan)})` };
}

/** An experiment of an earlier run, which died with it. */
export function describeOrphan(outcome: ExperimentOutcome): Sentence {
  const when = formatInstant(happenedAtMs(outcome));
  const hit = wasInjected(outcome)
    ? 'its fault was injected, its impact not measured'
    : 'nothing was injected';
  return { tone: 'bad', text: `${outcome.plan.id} of ${when} had no end: ${hit}; recorded as aborted` };
}

function deedOn({ fault }: ExperimentPlan, { slot, instanceId, zone }: TargetRecord): string {
  return `${faultNamed(fault).verb} ${nameOf({ slot, id: instanceId })} in zone ${zone}`;
}
