/**
 * The life of an experiment: recorded transition by transition, and read back for the gate, the budget and the report.
 */

import type { Interval, Ledger } from '../ports.ts';
import { dayMs } from '../time/durations.ts';
import type {
  ExperimentPlan,
  ExperimentState,
  GroupRecord,
  Impact,
  MemberRecord,
  TargetRecord,
  Transition,
} from './experiment.ts';
import type { ExperimentOutcome } from './experiment-outcome.ts';
import type { ExperimentPorts, ExperimentSettings } from './experiment-ports.ts';
import type { Group, Instance } from './fleet.ts';

/** An experiment and its progress so far. */
export type ExperimentRecord = {
  readonly plan: ExperimentPlan;
  /** The latest state. */
  readonly state: ExperimentState;
  readonly lastAtMs: number;
  readonly target: TargetRecord | null;
  readonly injectedAtMs: number | null;
};

/** The ledger holds transitions that no experiment can have written. */
export class BrokenHistoryError extends Error {
  readonly code = 'broken-history';

  constructor(experimentId: string, what: string) {
    super(`The recorded history of experiment ${experimentId} is broken: ${what}.`);
    this.name = 'BrokenHistoryError';
  }
}

/** Folds the transitions of one experiment, in `seq` order. Throws a BrokenHistoryError unless the first is `drawn`. */
export function foldExperiment(transitions: readonly Transition[]): ExperimentRecord {
  const [first, ...rest] = transitions;
  if (first?.state.kind !== 'drawn') {
    throw new BrokenHistoryError(first?.experimentId ?? '?', 'it does not begin with a plan');
  }
  const { plan } = first.state;
  const drawn = { plan, state: first.state, lastAtMs: first.atMs, target: null, injectedAtMs: null };
  return rest.reduce<ExperimentRecord>(advance, drawn);
}

/** Folds the transitions of many experiments, by experiment and then `seq`, as `Ledger.transitions` yields them. */
export function foldExperiments(transitions: readonly Transition[]): readonly ExperimentRecord[] {
  const byExperiment = new Map<string, Transition[]>();
  for (const transition of transitions) {
    const known = byExperiment.get(transition.experimentId) ?? [];
    known.push(transition);
    byExperiment.set(transition.experimentId, known);
  }
  return [...byExperiment.values()].map(foldExperiment);
}

/** Reads and folds every experiment that began in the interval. */
export async function readExperiments(
  ledger: Pick<Ledger, 'transitions'>,
  interval: Interval,
): Promise<readonly ExperimentRecord[]> {
  const transitions: Transition[] = [];
  for await (const transition of ledger.transitions(interval)) transitions.push(transition);
  return foldExperiments(transitions);
}

/** A step of an experiment, as others hear of it. */
type Step = { readonly plan: ExperimentPlan; readonly transition: Transition };

/** The target, which was chosen in an earlier step; `null`: none was, or the ledger does not know the experiment. */
export async function readTarget(
  ledger: Pick<Ledger, 'transitions'>,
  { plan, transition: { state, atMs } }: Step,
): Promise<TargetRecord | null> {
  if (state.kind === 'claimed') return state.target;
  const known = await readExperiments(ledger, { fromMs: plan.plannedAtMs - dayMs, toMs: atMs + 1 });
  return known.find(({ plan: { id } }) => id === plan.id)?.target ?? null;
}

/** Its outcome; `null` while it is under way. Throws a BrokenHistoryError if it ended without having begun. */
export function outcomeOf(record: ExperimentRecord): ExperimentOutcome | null {
  const { plan, state, target, lastAtMs: atMs, injectedAtMs } = record;
  switch (state.kind) {
    case 'refused':
      return { kind: 'refused', plan, atMs, refusal: state.refusal };
    case 'claimed':
      return plan.mode === 'dry-run' ? { kind: 'dry-run', plan, target: state.target, atMs } : null;
    case 'completed': {
      if (target === null || injectedAtMs === null) {
        throw new BrokenHistoryError(plan.id, 'it is completed, but nothing was injected');
      }
      const { impact, judgement } = state;
      return { kind: 'completed', plan, target, injectedAtMs, impact, judgement };
    }
    case 'aborted':
      return {
        ...{ kind: 'aborted', plan, target, atMs, injectedAtMs },
        ...{ reason: state.reason, impact: state.impact },
      };
    case 'drawn':
    case 'baseline':
    case 'injected':
    case 'recovering':
      return null;
    default:
      return state satisfies never;
  }
}

/** The same, or how far it has come if no end is recorded. */
export function standingOf(record: ExperimentRecord): ExperimentOutcome {
  const { plan, state, target, injectedAtMs, lastAtMs: atMs } = record;
  return outcomeOf(record) ?? { kind: 'unfinished', plan, target, injectedAtMs, state: state.kind, atMs };
}

/** What it did to the users, once that is known. */
export function impactOf({ state }: ExperimentRecord): Impact | null {
  return state.kind === 'completed' || state.kind === 'aborted' ? state.impact : null;
}

/** A target is claimed and not yet released. A dry run is never under way. */
export function isUnderWay({ plan, state }: ExperimentRecord): boolean {
  const live: readonly ExperimentState['kind'][] = ['claimed', 'baseline', 'injected', 'recovering'];
  return plan.mode === 'armed' && live.includes(state.kind);
}

function advance(record: ExperimentRecord, { atMs, state }: Transition): ExperimentRecord {
  return {
    plan: record.plan,
    state,
    lastAtMs: atMs,
    target: state.kind === 'claimed' ? state.target : record.target,
    injectedAtMs: state.kind === 'injected' ? state.injectedAtMs : record.injectedAtMs,
  };
}

/** The transitions of each experiment that began in the interval, with one experiment in memory at a time. */
export async function* livesOf(
  ledger: Pick<Ledger, 'transitions'>,
  interval: Interval,
): AsyncIterable<readonly Transition[]> {
  let current: Transition[] = [];
  for await (const transition of ledger.transitions(interval)) {
    if (current.length > 0 && current[0]?.experimentId !== transition.experimentId) {
      yield current;
      current = [];
    }
    current.push(transition);
  }
  if (current.length > 0) yield current;
}

export type RecordTransition = (state: ExperimentState) => Promise<Transition>;

/** A running experiment: what it may use, and where it records its progress. */
export type ExperimentRun = {
  readonly ports: ExperimentPorts;
  readonly plan: ExperimentPlan;
  readonly settings: ExperimentSettings;
  readonly record: RecordTransition;
};

/** Step names carry the claim, so that experiments may share one durable execution. */
export function stepName(plan: ExperimentPlan, name: string): string {
  return `${plan.claimKey}: ${name}`;
}

/**
 * A recorder that numbers the transitions of this experiment from 0. Recording is a step, and publishing is another
 * that cannot fail: an event that cannot be delivered must not decide how an experiment ends. What could not be
 * published is published before the next transition.
 */
export function transitionRecorder(
  { clock, ledger, events, steps }: Pick<ExperimentPorts, 'clock' | 'ledger' | 'events' | 'steps'>,
  plan: ExperimentPlan,
): RecordTransition {
  let nextSeq = 0;
  let untold: readonly Transition[] = [];
  return async (state) => {
    const seq = nextSeq;
    nextSeq += 1;
    const transition = await steps.run(stepName(plan, `record ${state.kind}`), async () => {
      const recorded: Transition = { experimentId: plan.id, seq, atMs: clock.now(), state };
      await ledger.recordTransition(recorded);
      return recorded;
    });
    const waiting = [...untold, transition];
    const told = await steps.run(stepName(plan, `tell ${state.kind}`), () => tell(events, plan, waiting));
    untold = waiting.slice(told);
    return transition;
  };
}

/** Publishes in order until one fails; returns how many were published. */
async function tell(
  events: ExperimentPorts['events'],
  plan: ExperimentPlan,
  transitions: readonly Transition[],
): Promise<number> {
  let told = 0;
  try {
    for (const transition of transitions) {
      await events.publish({ kind: 'transition', plan, transition: toldOf(transition) });
      told += 1;
    }
  } catch {
    // Best effort: the ledger knows, and reports come from there.
  }
  return told;
}

/** Those who listen get the target alone, so that an event stays small whatever the size of the group. */
function toldOf(transition: Transition): Transition {
  const { state } = transition;
  if (state.kind !== 'claimed') return transition;
  return { ...transition, state: { kind: 'claimed', target: state.target } };
}

/** So many members of a group are recorded: enough for a page, and few enough for a row of the ledger. */
const mostMembers = 20;

/** The group as it is recorded; `targetId`: of the member that is listed first. */
export function groupRecordOf({ desiredSize, instances }: Group, targetId: string): GroupRecord {
  const there = instances.filter(({ state }) => state !== 'terminated');
  const members = there.toSorted(
    (a, b) =>
      Number(b.id === targetId) - Number(a.id === targetId) ||
      compareText(a.slot, b.slot) ||
      compareText(a.id, b.id),
  );
  return { desiredSize, size: there.length, members: members.slice(0, mostMembers).map(memberOf) };
}

function memberOf(instance: Instance): MemberRecord {
  const { state, isHealthy, isInService } = instance;
  return { ...recordOf(instance), state, isHealthy, isInService };
}

/** The same order wherever it is computed. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The target as it is recorded. */
export function recordOf({ id, slot, zone, role }: Instance): TargetRecord {
  return { instanceId: id, slot, zone, role };
}
