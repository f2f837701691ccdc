/** What happens to experiments and to the safety lever, as events of OpenTelemetry: a name, a sentence and attributes. Pure. */
import type {
  ExperimentPlan,
  ExperimentState,
  Impact,
  TargetRecord,
  Transition,
} from '@garbageday/core/chaos/experiment.ts';
import type { ChaosEvent, LeverPosition } from '@garbageday/core/ports.ts';
import { narrateState } from '@garbageday/render/narrate/experiment.ts';
import { knownTargets } from '@garbageday/render/narrate/known-targets.ts';
import type { Sentence } from '@garbageday/render/narrate/sentence.ts';

/** As in the logs' data model of OpenTelemetry. */
export type EventAttributes = Readonly<Record<string, string | number | readonly string[]>>;

export type OtlpEvent = {
  readonly name: string;
  readonly atMs: number;
  readonly severity: 'info' | 'warn' | 'error';
  readonly body: string;
  readonly attributes: EventAttributes;
};

/** Null for what a person need not read: an experiment is drawn, or measures its baseline. */
export type ToEvent = (event: ChaosEvent) => OtlpEvent | null;

export function experimentEvents(service: string): ToEvent {
  const targetOf = knownTargets();
  return (event) => {
    if (event.kind === 'lever') return leverEvent(service, event.position, event.atMs);
    const { plan, transition } = event;
    return experimentEvent(service, { plan, transition, target: targetOf(plan, transition) });
  };
}

type Told = {
  readonly plan: ExperimentPlan;
  readonly transition: Transition;
  readonly target: TargetRecord | null;
};

export function experimentEvent(service: string, { plan, transition, target }: Told): OtlpEvent | null {
  const { state, atMs } = transition;
  const sentence = narrateState(plan, state, target);
  const name = nameOf(state);
  if (sentence === null || name === null) return null;
  return {
    name,
    atMs: state.kind === 'injected' ? state.injectedAtMs : atMs,
    severity: severityOf(sentence),
    body: sentence.text,
    attributes: {
      ...identity(service, [plan.id, transition.seq, atMs]),
      'garbageday.experiment.id': plan.id,
      'garbageday.experiment.mode': plan.mode,
      'garbageday.group': plan.group,
      'garbageday.fault': plan.fault,
      ...(target === null ? {} : targetAttributes(target)),
      ...stateAttributes(state),
    },
  };
}

function nameOf({ kind }: ExperimentState): string | null {
  switch (kind) {
    case 'injected':
      return 'garbageday.fault.injected';
    case 'claimed':
      return 'garbageday.experiment.rehearsed';
    case 'refused':
    case 'completed':
    case 'aborted':
      return `garbageday.experiment.${kind}`;
    case 'drawn':
    case 'baseline':
    case 'recovering':
      return null;
    default:
      return kind satisfies never;
  }
}

function targetAttributes({ instanceId, slot, zone, role }: TargetRecord): EventAttributes {
  return {
    'garbageday.target.id': instanceId,
    'garbageday.target.name': slot,
    'garbageday.target.zone': zone,
    'garbageday.target.role': role,
  };
}

function stateAttributes(state: ExperimentState): EventAttributes {
  switch (state.kind) {
    case 'refused':
      return {
        'garbageday.refusal.reason': state.refusal.reason,
        ...Object.fromEntries(
          Object.entries(state.refusal.numbers).map(([name, value]) => [`garbageday.refusal.${name}`, value]),
        ),
      };
    case 'completed':
      return {
        'garbageday.verdict': state.judgement.verdict,
        'garbageday.verdict.reasons': state.judgement.reasons,
        ...impactAttributes(state.impact),
      };
    case 'aborted':
      return {
        'garbageday.abort.reason': state.reason.kind,
        ...(state.impact === null ? {} : impactAttributes(state.impact)),
      };
    case 'drawn':
    case 'claimed':
    case 'baseline':
    case 'injected':
    case 'recovering':
      return {};
    default:
      return state satisfies never;
  }
}

/** Times in milliseconds; what was not measured is left out. */
function impactAttributes({ probes, latencyMs, budgetSpent, ...times }: Impact): EventAttributes {
  const known = {
    'garbageday.impact.probes': probes.sent,
    'garbageday.impact.bad_probes': probes.bad,
    'garbageday.impact.p99_ms': latencyMs.impact?.p99 ?? null,
    'garbageday.impact.detect_ms': times.detectMs,
    'garbageday.impact.replace_ms': times.replaceMs,
    'garbageday.impact.recover_ms': times.recoverMs,
    'garbageday.impact.budget_spent_ratio': budgetSpent,
  };
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
}

export function leverEvent(service: string, position: LeverPosition, atMs: number): OtlpEvent {
  const isHalted = position.kind === 'halted';
  return {
    name: `garbageday.safety_lever.${isHalted ? 'halted' : 'released'}`,
    atMs,
    severity: isHalted ? 'warn' : 'info',
    body: isHalted ? `the safety lever was pulled: ${position.reason}` : 'the safety lever was released',
    attributes: identity(service, ['safety-lever', atMs]),
  };
}

/**
 * What comes twice has the same `log.record.uid`, by which a backend may drop it (OpenTelemetry's semantic conventions, "General logs
 * attributes"): the same seed repeats the ids of experiments, but not their times.
 */
function identity(service: string, parts: readonly (string | number)[]): EventAttributes {
  return { 'log.record.uid': [service, ...parts].join('/'), 'garbageday.service': service };
}

function severityOf({ tone }: Sentence): OtlpEvent['severity'] {
  switch (tone) {
    case 'bad':
      return 'error';
    case 'kill':
    case 'refused':
      return 'warn';
    case 'info':
    case 'good':
      return 'info';
    default:
      return tone satisfies never;
  }
}
