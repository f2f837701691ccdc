/** What happens to the stack and to experiments, as one sentence each for the event log. */
import type { ExperimentPlan, ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { InstanceLabel, StackIncident } from '@garbageday/local/stack-event.ts';
import { formatMs, formatShare } from '@garbageday/render/format.ts';
import type { LiveEvent } from '@garbageday/render/terminal/live-state.ts';

export type Sentence = Pick<LiveEvent, 'tone' | 'text'>;

const info = (text: string): Sentence => ({ tone: 'info', text });

function nameOf({ slot, id }: InstanceLabel): string {
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
      return info(`${nameOf(incident.instance)} ${incident.how}`);
    case 'hung':
      return { tone: 'bad', text: `${nameOf(incident.instance)} hangs` };
    case 'resumed':
      return info(`${nameOf(incident.instance)} runs again`);
    default:
      return describeGroupIncident(incident);
  }
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
    case 'prober-died':
      return { tone: 'bad', text: `the ${incident.journey} process died: ${incident.how}` };
    case 'ready':
      return { tone: 'good', text: `ready at ${incident.url} after ${formatMs(incident.readyMs)}` };
    default:
      return incident satisfies never;
  }
}

const deeds = { terminate: 'terminate', 'power-cut': 'cut the power of', hang: 'hang' } as const;

/** `cut the power of the data primary`. */
export function labelOf({ fault, group, role }: ExperimentPlan): string {
  return `${deeds[fault]} ${role === 'any' ? `a ${group}` : `the ${group} ${role}`}`;
}

/** Null for what a person need not read. */
export function describeState(plan: ExperimentPlan, state: ExperimentState): Sentence | null {
  switch (state.kind) {
    case 'refused':
      return { tone: 'refused', text: `refused (${state.refusal.reason}): ${state.refusal.detail}` };
    case 'claimed':
      return {
        tone: 'kill',
        text: `${plan.mode === 'armed' ? deeds[plan.fault] : `would ${deeds[plan.fault]}`} ${state.target.slot} (${state.target.instanceId.slice(0, 10)}) in zone ${state.target.zone}`,
      };
    case 'completed': {
      const { probes, budgetSpent } = state.impact;
      const tone = state.judgement.verdict === 'pass' ? 'good' : 'bad';
      const felt = `${probes.bad} of ${probes.sent} probes bad, ${formatShare(budgetSpent)} of the budget`;
      return { tone, text: `${state.judgement.verdict}: ${labelOf(plan)}: ${felt}` };
    }
    case 'aborted':
      return { tone: 'bad', text: `aborted: ${state.reason}` };
    case 'drawn':
    case 'baseline':
    case 'injected':
    case 'recovering':
      return null;
    default:
      return state satisfies never;
  }
}
