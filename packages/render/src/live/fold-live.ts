/**
 * The current state of a run, as a pure fold over what happens: the terminal draws it, and so can anything that gets
 * the same inputs.
 */
import type { ExperimentPlan, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { narrateState } from '../narrate/experiment.ts';
import type { Sentence } from '../narrate/sentence.ts';
import {
  emptyJourney,
  foldJourney,
  type JourneyFold,
  journeyOf,
  shownSeconds,
  type Totals,
} from './fold-journey.ts';
import { feltSince, foldKill, type Kill, liveKillOf } from './fold-kill.ts';
import type { LiveEvent, LiveJourney, LiveState } from './live-state.ts';

/** What never changes during a run. */
export type LiveIdentity = Pick<LiveState, 'service' | 'command' | 'seed' | 'durationMs' | 'invocation'>;

type Fixed = Pick<LiveState, 'phase' | 'url' | 'platform' | 'page'>;

/** One thing that happened. Times are epoch milliseconds. */
export type LiveInput =
  | { readonly kind: 'changed'; readonly change: Partial<Fixed> }
  /** The journeys begin, and with them the clock of the log and the report. */
  | { readonly kind: 'measured'; readonly fromMs: number }
  /** The clock has jumped by this much, but the elapsed time has not. */
  | { readonly kind: 'shifted'; readonly byMs: number }
  | { readonly kind: 'said'; readonly atMs: number; readonly sentence: Sentence }
  | {
      readonly kind: 'left-service';
      readonly atMs: number;
      readonly instanceId: string;
      readonly sentence: Sentence;
    }
  /** `again`: the sentence for an instance that had left and comes back, as opposed to a new one. */
  | {
      readonly kind: 'in-service';
      readonly atMs: number;
      readonly instanceId: string;
      readonly sentence: Sentence;
      readonly again: Sentence;
    }
  | { readonly kind: 'experiment'; readonly plan: ExperimentPlan; readonly transition: Transition }
  | { readonly kind: 'slice'; readonly slice: Slice; readonly totals: Totals }
  /** The next planned experiment; null: there are no more. */
  | { readonly kind: 'announced'; readonly next: Planned | null };

type Planned = { readonly atMs: number; readonly label: string };

/** Plain data: it can be kept, sent and compared. */
export type LiveFold = {
  readonly identity: LiveIdentity;
  readonly launchedMs: number;
  /** When users and probe began; null: not yet. */
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
/** Those that were killed never come back. */
const keptAway = 200;

/** The initial fold: nothing has happened yet. */
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
    case 'left-service': {
      const away = [...fold.away, input.instanceId].slice(-keptAway);
      return said({ ...fold, away }, input.sentence, input.atMs);
    }
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
      return { ...fold, journeys, kills: feltSince(fold.kills, journeys, slice.startMs) };
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

/** Milliseconds since the beginning, as in the report; 0 before it. */
function sinceMs({ beganMs }: LiveFold, atMs: number): number {
  return beganMs === null ? 0 : Math.max(0, atMs - beganMs);
}

function said(fold: LiveFold, sentence: Sentence | null, atMs: number): LiveFold {
  if (sentence === null) return fold;
  const event = { ...sentence, atMs: sinceMs(fold, atMs) };
  return { ...fold, events: [...fold.events, event].slice(-keptEvents) };
}

/** The outcome of an experiment, and when its fault was injected. */
function experimented(fold: LiveFold, plan: ExperimentPlan, transition: Transition): LiveFold {
  const { state, atMs } = transition;
  const { kills, kill } = foldKill(fold.kills, { plan, transition }, fold.journeys);
  const injected = state.kind === 'injected' ? [state.injectedAtMs] : [];
  const told = said(fold, narrateState(plan, state, kill.target), injected[0] ?? atMs);
  // At most one a second can be shown.
  return { ...told, kills, injectedAtMs: [...fold.injectedAtMs, ...injected].slice(-shownSeconds) };
}

/** What is read anew for every frame. */
export type LiveSurroundings = Pick<LiveState, 'groups' | 'lever' | 'budgets'> & {
  /** How long the oldest unanswered request of each journey has been waiting, by name; absent: none is waiting. */
  readonly waits: Readonly<Record<string, number>>;
  readonly nowMs: number;
};

/** The fold at one moment, ready to draw. */
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
    kills: fold.kills.map((kill) => liveKillOf(kill, surroundings.groups)),
    next: next === null ? null : { inMs: Math.max(0, next.atMs - nowMs), label: next.label },
    events: fold.events,
  };
}
