/** Gathers what happens into the plain data that the live view shows. */
import type { ExperimentPlan, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { ChaosEvent, LeverPosition } from '@garbageday/core/ports.ts';
import { quantile } from '@garbageday/core/probe/histogram.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { StackEvent } from '@garbageday/local/stack-event.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
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
  readonly set: (change: Partial<Omit<Fixed, 'durationMs'>>) => void;
  /** Users and probe begin: so long after the start the run's duration begins to count. */
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
  readonly now: () => number;
  /** Every sentence of the event log, as it is said. */
  readonly onEvent: (event: LiveEvent) => void;
};

type Kill = LiveState['kills'][number];
type Fixed = Pick<LiveState, 'phase' | 'url' | 'platform' | 'durationMs'>;

const booting = { phase: 'booting', url: null, platform: { lb: '…', data: '…' } } as const;

const shownSeconds = 60;
const keptEvents = 200;

export function liveModel(options: Options): LiveModel {
  let beganMs = options.now();
  const log = eventLog(() => beganMs, options);
  const journeys = { users: journeyModel(), probe: journeyModel() };
  const kills = new Map<string, Kill>();
  const away = absences();
  let next: { readonly atMs: number; readonly label: string } | null = null;
  let fixed: Fixed = { ...booting, durationMs: options.durationMs };
  return {
    set: (change) => {
      fixed = { ...fixed, ...change };
    },
    measure: (fromMs) => {
      const { durationMs } = options;
      fixed = { ...fixed, durationMs: durationMs === null ? null : fromMs - beganMs + durationMs };
    },
    shift: (byMs) => {
      beganMs += byMs;
    },
    incident: (event) =>
      log.say(away.isReturn(event) ? describeReturn(event) : describeIncident(event), event.atMs),
    chaos: (event) => {
      if (event.kind !== 'transition') return;
      const { plan, transition } = event;
      if (isOverUnharmed(plan, transition)) kills.delete(plan.id);
      else kills.set(plan.id, { label: labelOf(plan), verdict: standing(transition) });
      log.say(describeState(plan, transition.state), transition.atMs);
    },
    slice: (slice, totals) => journeys[slice.journey === 'users' ? 'users' : 'probe'].add(slice, totals),
    say: (sentence) => log.say(sentence, options.now()),
    announce: (planned) => {
      next = planned;
    },
    state: ({ waits, ...surroundings }) => ({
      service: options.service,
      command: options.command,
      seed: options.seed,
      elapsedMs: options.now() - beganMs,
      nowMs: options.now(),
      ...fixed,
      ...surroundings,
      users: { ...journeys.users.read(), oldestWaitMs: waits.users },
      probe: { ...journeys.probe.read(), oldestWaitMs: waits.probe },
      kills: [...kills.values()],
      next: next === null ? null : { inMs: Math.max(0, next.atMs - options.now()), label: next.label },
      events: log.read(),
    }),
  };
}

function eventLog(beganMs: () => number, { onEvent }: Options) {
  const events: LiveEvent[] = [];
  return {
    say: (sentence: Sentence | null, atMs: number): void => {
      if (sentence === null) return;
      const event = { ...sentence, atMs: Math.max(0, atMs - beganMs()) };
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

function journeyModel() {
  const seconds: LiveSecond[] = [];
  let totals = { sent: 0, failed: 0, retried: 0 };
  return {
    add: (slice: Slice, { sent, failed, retried }: ProberTotals): void => {
      seconds.push(secondOf(slice));
      if (seconds.length > shownSeconds) seconds.shift();
      totals = { sent, failed, retried };
    },
    read: (): LiveJourney => ({ ...totals, seconds: [...seconds] }),
  };
}

function secondOf({ availability, histogram }: Slice): LiveSecond {
  return {
    total: availability.total,
    bad: availability.total - availability.good,
    p50Ms: quantile(histogram, 0.5),
    p99Ms: quantile(histogram, 0.99),
  };
}
