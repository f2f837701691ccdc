/** Gathers what happens into the plain data that the live view shows. */

import type { ExperimentPlan, TargetRecord, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { ChaosEvent, LeverPosition } from '@garbageday/core/ports.ts';
import { quantile } from '@garbageday/core/probe/histogram.ts';
import { roleOf } from '@garbageday/core/probe/role-of.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { StackEvent } from '@garbageday/local/stack-event.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
import type { Invocation } from '@garbageday/render/terminal/invocation.ts';
import type {
  LiveEvent,
  LiveJourney,
  LiveSecond,
  LiveState,
} from '@garbageday/render/terminal/live-state.ts';
import { describeIncident, describeReturn, describeState, labelOf, type Sentence } from './describe-event.ts';

/** What is asked anew for every frame. */
export type LiveSurroundings = {
  readonly groups: readonly Group[];
  readonly lever: LeverPosition;
  readonly budgets: LiveState['budgets'];
  /** How long the oldest unanswered request of each waits by now. */
  readonly waits: { readonly users: number; readonly probe: number };
};

export type LiveModel = {
  readonly set: (change: Partial<Fixed>) => void;
  /** Users and probe begin, and with them the clock of log and report. */
  readonly measure: (fromMs: number) => void;
  /** The clock has jumped by so much: what has elapsed has not. */
  readonly shift: (byMs: number) => void;
  readonly incident: (event: StackEvent) => void;
  readonly chaos: (event: ChaosEvent) => void;
  readonly slice: (slice: Slice, totals: ProberTotals) => void;
  readonly say: (sentence: Sentence) => void;
  /** The next planned experiment; null: none is left. */
  readonly announce: (next: { readonly atMs: number; readonly label: string } | null) => void;
  readonly state: (surroundings: LiveSurroundings) => LiveState;
};

type Options = Pick<LiveState, 'service' | 'command' | 'seed' | 'durationMs'> & {
  /** How a person types a command here; left out, `garbageday`. */
  readonly invocation?: Invocation;
  readonly now: () => number;
  /** Every sentence of the event log, as it is said. */
  readonly onEvent: (event: LiveEvent) => void;
};

type Kill = LiveState['kills'][number];
type Fixed = Pick<LiveState, 'phase' | 'url' | 'platform'>;

const booting = { phase: 'booting', url: null, platform: { lb: '…', data: '…' } } as const;

/** Four minutes: what the widest terminals show. */
const shownSeconds = 240;
const keptEvents = 200;

export function liveModel(options: Options): LiveModel {
  const clock = runClock(options.now);
  const log = eventLog(clock, options);
  const kills = killModel();
  const journeys = { users: journeyModel(kills.injectedAtMs), probe: journeyModel(kills.injectedAtMs) };
  const away = absences();
  let next: { readonly atMs: number; readonly label: string } | null = null;
  let fixed: Fixed = booting;
  const { service, command, seed, durationMs, invocation } = options;
  return {
    set: (change) => {
      fixed = { ...fixed, ...change };
    },
    measure: clock.begin,
    shift: clock.shift,
    incident: (event) =>
      log.say(away.isReturn(event) ? describeReturn(event) : describeIncident(event), event.atMs),
    chaos: (event) => {
      if (event.kind !== 'transition') return;
      const { plan, transition } = event;
      const { state, atMs } = transition;
      const target = kills.add(plan, transition);
      log.say(describeState(plan, state, target), state.kind === 'injected' ? state.injectedAtMs : atMs);
    },
    slice: (slice, totals) =>
      journeys[roleOf(slice.journey) === 'load' ? 'users' : 'probe'].add(slice, totals),
    say: (sentence) => log.say(sentence, options.now()),
    announce: (planned) => {
      next = planned;
    },
    state: ({ waits, ...surroundings }) => ({
      ...{ service, command, seed, durationMs },
      ...(invocation === undefined ? {} : { invocation }),
      ...clock.read(),
      ...fixed,
      ...surroundings,
      users: { ...journeys.users.read(), oldestWaitMs: waits.users },
      probe: { ...journeys.probe.read(), oldestWaitMs: waits.probe },
      kills: kills.read(),
      next: next === null ? null : { inMs: Math.max(0, next.atMs - options.now()), label: next.label },
      events: log.read(),
    }),
  };
}

/** What became of each experiment, and when faults were injected. */
function killModel() {
  const kills = new Map<string, Kill>();
  const targets = new Map<string, TargetRecord>();
  const injectedAtMs: number[] = [];
  return {
    injectedAtMs,
    /** Returns whom it chose, if it has. */
    add: (plan: ExperimentPlan, transition: Transition): TargetRecord | null => {
      const { state } = transition;
      if (isOverUnharmed(plan, transition)) kills.delete(plan.id);
      else kills.set(plan.id, { label: labelOf(plan), verdict: standing(transition) });
      if (state.kind === 'claimed') targets.set(plan.id, state.target);
      if (state.kind === 'injected') injectedAtMs.push(state.injectedAtMs);
      return targets.get(plan.id) ?? null;
    },
    read: (): readonly Kill[] => [...kills.values()],
  };
}

type RunClock = {
  /** Milliseconds since users and probe began, as the report counts them; 0 before. */
  readonly sinceMs: (atMs: number) => number;
  readonly begin: (atMs: number) => void;
  readonly shift: (byMs: number) => void;
  readonly read: () => Pick<LiveState, 'elapsedMs' | 'nowMs' | 'bootingMs'>;
};

function runClock(now: () => number): RunClock {
  let launchedMs = now();
  let beganMs: number | null = null;
  const sinceMs = (atMs: number): number => (beganMs === null ? 0 : Math.max(0, atMs - beganMs));
  return {
    sinceMs,
    begin: (atMs) => {
      beganMs = atMs;
    },
    shift: (byMs) => {
      launchedMs += byMs;
      if (beganMs !== null) beganMs += byMs;
    },
    read: () => ({
      elapsedMs: sinceMs(now()),
      nowMs: now(),
      ...(beganMs === null ? { bootingMs: now() - launchedMs } : {}),
    }),
  };
}

function eventLog({ sinceMs }: RunClock, { onEvent }: Options) {
  const events: LiveEvent[] = [];
  return {
    say: (sentence: Sentence | null, atMs: number): void => {
      if (sentence === null) return;
      const event = { ...sentence, atMs: sinceMs(atMs) };
      events.push(event);
      if (events.length > keptEvents) events.shift();
      onEvent(event);
    },
    read: (): readonly LiveEvent[] => [...events],
  };
}

function standing({ state }: Transition): Kill['verdict'] {
  if (state.kind === 'completed') return state.judgement.verdict;
  return state.kind === 'refused' || state.kind === 'aborted' ? state.kind : 'running';
}

/** The claim is where a dry run ends: nothing will be killed. */
function isOverUnharmed({ mode }: ExperimentPlan, { state }: Transition): boolean {
  return mode === 'dry-run' && state.kind === 'claimed';
}

/** Which instances are out of service for now: an old one that comes back is not a new one. */
function absences() {
  const away = new Set<string>();
  return {
    isReturn: (event: StackEvent): event is StackEvent & { readonly kind: 'in-service' } => {
      if (event.kind === 'out-of-service') away.add(event.instance.id);
      return event.kind === 'in-service' && away.delete(event.instance.id);
    },
  };
}

/** `killedAtMs` grows while the run lasts; what was injected may become known after its second was measured. */
function journeyModel(killedAtMs: readonly number[]) {
  const seconds: { readonly slice: Span; readonly felt: LiveSecond }[] = [];
  let totals = { sent: 0, failed: 0, retried: 0 };
  return {
    add: (slice: Slice, { sent, failed, retried }: ProberTotals): void => {
      const { startMs, widthSeconds } = slice;
      seconds.push({ slice: { startMs, widthSeconds }, felt: secondOf(slice) });
      if (seconds.length > shownSeconds) seconds.shift();
      totals = { sent, failed, retried };
    },
    read: (): LiveJourney => ({
      ...totals,
      seconds: seconds.map(({ slice, felt }) =>
        killedAtMs.some((atMs) => isWithin(slice, atMs)) ? { ...felt, hasKill: true } : felt,
      ),
    }),
  };
}

type Span = Pick<Slice, 'startMs' | 'widthSeconds'>;

function isWithin({ startMs, widthSeconds }: Span, atMs: number): boolean {
  return startMs <= atMs && atMs < startMs + widthSeconds * 1_000;
}

function secondOf({ availability, histogram }: Slice): LiveSecond {
  return {
    total: availability.total,
    bad: availability.total - availability.good,
    p50Ms: quantile(histogram, 0.5),
    p99Ms: quantile(histogram, 0.99),
  };
}
