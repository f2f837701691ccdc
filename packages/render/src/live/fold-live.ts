/** What a run looks like now, as a pure fold over what happens: the terminal draws it, and so can whatever gets the same inputs. */
import type { ExperimentPlan, TargetRecord, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { narrateState } from '../narrate/experiment.ts';
import { planLabel } from '../narrate/fault-words.ts';
import type { Sentence } from '../narrate/sentence.ts';
import { emptyJourney, foldJourney, type JourneyFold, journeyOf, type Totals } from './fold-journey.ts';
import type { LiveEvent, LiveJourney, LiveState } from './live-state.ts';

/** What never changes while a run lasts. */
export type LiveIdentity = Pick<LiveState, 'service' | 'command' | 'seed' | 'durationMs' | 'invocation'>;

type Fixed = Pick<LiveState, 'phase' | 'url' | 'platform'>;

/** One thing that happened. Times are epoch milliseconds. */
export type LiveInput =
  | { readonly kind: 'changed'; readonly change: Partial<Fixed> }
  /** The journeys begin, and with them the clock of log and report. */
  | { readonly kind: 'measured'; readonly fromMs: number }
  /** The clock has jumped by so much: what has elapsed has not. */
  | { readonly kind: 'shifted'; readonly byMs: number }
  | { readonly kind: 'said'; readonly atMs: number; readonly sentence: Sentence }
  | {
      readonly kind: 'left-service';
      readonly atMs: number;
      readonly instanceId: string;
      readonly sentence: Sentence;
    }
  /** `again`: what is said of an instance that had left: an old one that comes back is not a new one. */
  | {
      readonly kind: 'in-service';
      readonly atMs: number;
      readonly instanceId: string;
      readonly sentence: Sentence;
      readonly again: Sentence;
    }
  | { readonly kind: 'experiment'; readonly plan: ExperimentPlan; readonly transition: Transition }
  | { readonly kind: 'slice'; readonly slice: Slice; readonly totals: Totals }
  /** The next planned experiment; null: none is left. */
  | { readonly kind: 'announced'; readonly next: Planned | null };

type Planned = { readonly atMs: number; readonly label: string };

type Kill = LiveState['kills'][number] & { readonly id: string; readonly target: TargetRecord | null };

/** Plain data: it can be kept, sent and compared. */
export type LiveFold = {
  readonly identity: LiveIdentity;
  readonly launchedMs: number;
  /** When users and probe began; null: they have not. */
  readonly beganMs: number | null;
  readonly fixed: Fixed;
  readonly journeys: readonly JourneyFold[];
  readonly kills: readonly Kill[];
  readonly injectedAtMs: readonly number[];
  /** Instances that are out of service for now. */
  readonly away: readonly string[];
  readonly next: Planned | null;
  readonly events: readonly LiveEvent[];
};

const keptEvents = 200;

/** Nothing has happened yet. */
export function launchedLive(
  identity: LiveIdentity,
  launchedMs: number,
  journeys: readonly Pick<LiveJourney, 'name' | 'role'>[],
): LiveFold {
  return {
    identity,
    launchedMs,
    beganMs: null,
    fixed: { phase: 'booting', url: null, platform: { lb: '…', data: '…' } },
    journeys: journeys.map(emptyJourney),
    kills: [],
    injectedAtMs: [],
    away: [],
    next: null,
    events: [],
  };
}

/** Adds at most one event. */
export function foldLive(fold: LiveFold, input: LiveInput): LiveFold {
  switch (input.kind) {
    case 'changed':
      return { ...fold, fixed: { ...fold.fixed, ...input.change } };
    case 'measured':
      return { ...fold, beganMs: input.fromMs };
    case 'shifted':
      return shifted(fold, input.byMs);
    case 'said':
      return said(fold, input.sentence, input.atMs);
    case 'left-service':
      return said({ ...fold, away: [...fold.away, input.instanceId] }, input.sentence, input.atMs);
    case 'in-service': {
      const away = fold.away.filter((id) => id !== input.instanceId);
      const isBack = away.length < fold.away.length;
      return said({ ...fold, away }, isBack ? input.again : input.sentence, input.atMs);
    }
    case 'experiment':
      return experimented(fold, input.plan, input.transition);
    case 'slice': {
      const { slice, totals } = input;
      const journeys = fold.journeys.map((one) =>
        one.name === slice.journey ? foldJourney(one, slice, totals) : one,
      );
      return { ...fold, journeys };
    }
    case 'announced':
      return { ...fold, next: input.next };
    default:
      return input satisfies never;
  }
}

function shifted(fold: LiveFold, byMs: number): LiveFold {
  const { launchedMs, beganMs } = fold;
  return {
    ...fold,
    launchedMs: launchedMs + byMs,
    beganMs: beganMs === null ? null : beganMs + byMs,
  };
}

/** The same number of milliseconds after the beginning as the report has it; 0 before. */
function sinceMs({ beganMs }: LiveFold, atMs: number): number {
  return beganMs === null ? 0 : Math.max(0, atMs - beganMs);
}

function said(fold: LiveFold, sentence: Sentence | null, atMs: number): LiveFold {
  if (sentence === null) return fold;
  const event = { ...sentence, atMs: sinceMs(fold, atMs) };
  return { ...fold, events: [...fold.events, event].slice(-keptEvents) };
}

/** What became of an experiment, and when its fault was injected. */
function experimented(fold: LiveFold, plan: ExperimentPlan, transition: Transition): LiveFold {
  const { state, atMs } = transition;
  const known = fold.kills.find(({ id }) => id === plan.id);
  const target = state.kind === 'claimed' ? state.target : (known?.target ?? null);
  const kill: Kill = { id: plan.id, label: planLabel(plan), verdict: standing(transition), target };
  const injected = state.kind === 'injected' ? [state.injectedAtMs] : [];
  const told = said(fold, narrateState(plan, state, target), injected[0] ?? atMs);
  return {
    ...told,
    kills: withKill(fold.kills, kill, isOverUnharmed(plan, transition)),
    injectedAtMs: [...fold.injectedAtMs, ...injected],
  };
}

/** In its old place, or at the end. */
function withKill(kills: readonly Kill[], kill: Kill, isOver: boolean): readonly Kill[] {
  if (isOver) return kills.filter(({ id }) => id !== kill.id);
  return kills.some(({ id }) => id === kill.id)
    ? kills.map((one) => (one.id === kill.id ? kill : one))
    : [...kills, kill];
}

function standing({ state }: Transition): Kill['verdict'] {
  if (state.kind === 'completed') return state.judgement.verdict;
  return state.kind === 'refused' || state.kind === 'aborted' ? state.kind : 'running';
}

/** The claim is where a dry run ends: nothing will be killed. */
function isOverUnharmed({ mode }: ExperimentPlan, { state }: Transition): boolean {
  return mode === 'dry-run' && state.kind === 'claimed';
}

/** What is asked anew for every frame. */
export type LiveSurroundings = Pick<LiveState, 'groups' | 'lever' | 'budgets'> & {
  /** How long the oldest unanswered request of each waits by now, by name; none: nothing waits. */
  readonly waits: Readonly<Record<string, number>>;
  readonly nowMs: number;
};

/** The fold at one moment, as it is drawn. */
export function liveStateOf(fold: LiveFold, { waits, nowMs, ...surroundings }: LiveSurroundings): LiveState {
  const { identity, fixed, beganMs, launchedMs, next, injectedAtMs } = fold;
  return {
    ...identity,
    ...fixed,
    ...surroundings,
    nowMs,
    elapsedMs: sinceMs(fold, nowMs),
    ...(beganMs === null ? { bootingMs: nowMs - launchedMs } : {}),
    journeys: fold.journeys.map((one) => ({
      ...{ ...journeyOf(one, injectedAtMs), oldestWaitMs: waits[one.name] ?? 0 },
    })),
    kills: fold.kills.map(({ label, verdict }) => ({ label, verdict })),
    next: next === null ? null : { inMs: Math.max(0, next.atMs - nowMs), label: next.label },
    events: fold.events,
  };
}
