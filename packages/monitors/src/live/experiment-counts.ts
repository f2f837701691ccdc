/** How many experiments there were in this run, how they ended, and whose fault is at work when. */
import type { ExperimentPlan, ExperimentState, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import type { RefusalReason } from '@garbageday/core/chaos/refusal.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Mark } from './mark.ts';

export const outcomes = ['pass', 'fail', 'inconclusive', 'refused', 'aborted'] as const;

export type Outcome = (typeof outcomes)[number];

type Kind = { readonly group: string; readonly fault: FaultName };

export type Counted<T> = T & { readonly count: number; readonly last: Mark | null };

/** At one moment; plain data. `last`: the latest experiment of its kind; its value is 1. */
export type MeasuredExperiments = {
  /** Null: none is under way. */
  readonly phase: RunningPhase | null;
  readonly injected: readonly Counted<Kind>[];
  readonly ended: readonly Counted<Kind & { readonly outcome: Outcome }>[];
  readonly refused: readonly Counted<{ readonly group: string; readonly reason: RefusalReason }>[];
};

export const runningPhases = [
  'claimed',
  'baseline',
  'injected',
  'recovering',
] as const satisfies readonly ExperimentState['kind'][];

export type RunningPhase = (typeof runningPhases)[number];

export type ExperimentCounts = {
  readonly take: (plan: ExperimentPlan, transition: Transition) => void;
  /** The experiment whose fault was at work in that time; null: none, as far as is known. */
  readonly during: (fromMs: number, toMs: number) => string | null;
  readonly read: () => MeasuredExperiments;
};

type Impact = { readonly id: string; readonly fromMs: number; readonly toMs: number };

/** Slices come seconds after their time; faults do not follow each other so fast. */
const keptImpacts = 8;

/** Kinds that may occur are counted from 0, so that a monitor sees the first one as an increase. */
export function experimentCounts(groups: Configuration['groups']): ExperimentCounts {
  const injected = counter<Kind>(groups.map(({ name, fault }) => ({ group: name, fault })));
  const ended = counter<Kind & { readonly outcome: Outcome }>(
    groups.flatMap(({ name, fault }) => outcomes.map((outcome) => ({ group: name, fault, outcome }))),
  );
  const refused = counter<{ readonly group: string; readonly reason: RefusalReason }>([]);
  const running = new Map<string, RunningPhase>();
  let impacts: readonly Impact[] = [];
  return {
    take: ({ id, group, fault, mode }, { state, atMs }) => {
      const mark: Mark = { experimentId: id, value: 1, atMs };
      const phase = runningPhases.find((one) => one === state.kind);
      // A dry run ends with its claim.
      if (phase === undefined || mode === 'dry-run') running.delete(id);
      else running.set(id, phase);
      if (state.kind === 'injected') {
        injected.add({ group, fault }, mark);
        impacts = [...impacts, { id, fromMs: state.injectedAtMs, toMs: Infinity }].slice(-keptImpacts);
      }
      const outcome = outcomeOf(state);
      if (outcome === null) return;
      ended.add({ group, fault, outcome }, mark);
      impacts = impacts.map((impact) => (impact.id === id ? { ...impact, toMs: atMs } : impact));
      if (state.kind === 'refused') refused.add({ group, reason: state.refusal.reason }, mark);
    },
    during: (fromMs, toMs) =>
      impacts.findLast((impact) => impact.fromMs < toMs && impact.toMs > fromMs)?.id ?? null,
    read: () => ({
      phase: [...running.values()].at(-1) ?? null,
      ...{ injected: injected.read(), ended: ended.read(), refused: refused.read() },
    }),
  };
}

function outcomeOf(state: ExperimentState): Outcome | null {
  switch (state.kind) {
    case 'completed':
      return state.judgement.verdict;
    case 'refused':
    case 'aborted':
      return state.kind;
    case 'drawn':
    case 'claimed':
    case 'baseline':
    case 'injected':
    case 'recovering':
      return null;
    default:
      return state satisfies never;
  }
}

function counter<T extends Readonly<Record<string, string>>>(known: readonly T[]) {
  const counted = new Map<string, Counted<T>>(
    known.map((kind) => [keyOf(kind), { ...kind, count: 0, last: null }]),
  );
  return {
    add: (kind: T, last: Mark): void => {
      const count = (counted.get(keyOf(kind))?.count ?? 0) + 1;
      counted.set(keyOf(kind), { ...kind, count, last });
    },
    read: (): readonly Counted<T>[] => [...counted.values()],
  };
}

function keyOf(kind: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(kind).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
