/** Feeds events into the fold of the live state, and keeps the result. */
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { StackEvent } from '@garbageday/local/stack-event.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
import {
  foldLive,
  type LiveIdentity,
  type LiveInput,
  type LiveSurroundings,
  launchedLive,
  liveStateOf,
} from '@garbageday/render/live/fold-live.ts';
import type { LiveEvent, LiveJourney, LiveState } from '@garbageday/render/live/live-state.ts';
import type { Sentence } from '@garbageday/render/narrate/sentence.ts';
import { describeIncident, describeReturn } from './describe-event.ts';

export type LiveModel = {
  readonly set: (change: Extract<LiveInput, { kind: 'changed' }>['change']) => void;
  /** Users and probe begin, and with them the clock of the log and the report. */
  readonly measure: (fromMs: number) => void;
  /** The clock has jumped by this much, but the elapsed time has not. */
  readonly shift: (byMs: number) => void;
  readonly incident: (event: StackEvent) => void;
  readonly chaos: (event: ChaosEvent) => void;
  readonly slice: (slice: Slice, totals: ProberTotals) => void;
  readonly say: (sentence: Sentence) => void;
  /** Said right before the first sentence that follows, and never in a run that does not get that far. */
  readonly greet: (sentence: Sentence) => void;
  /** The next planned experiment; null: there are no more. */
  readonly announce: (next: Extract<LiveInput, { kind: 'announced' }>['next']) => void;
  readonly state: (surroundings: Omit<LiveSurroundings, 'nowMs'>) => LiveState;
};

type Options = LiveIdentity & {
  readonly journeys: readonly Pick<LiveJourney, 'name' | 'role'>[];
  readonly now: () => number;
  /** Called with every sentence of the event log, as it is added. */
  readonly onEvent: (event: LiveEvent) => void;
};

export function liveModel({ now, onEvent, journeys, ...identity }: Options): LiveModel {
  let fold = launchedLive(identity, now(), journeys);
  let greetings: readonly Sentence[] = [];
  const add = (input: LiveInput): void => {
    const before = fold.events.at(-1);
    fold = foldLive(fold, input);
    const last = fold.events.at(-1);
    if (last !== undefined && last !== before) onEvent(last);
  };
  const take = (input: LiveInput): void => {
    const first = greetings;
    if (first.length > 0 && foldLive(fold, input).events.at(-1) !== fold.events.at(-1)) {
      greetings = [];
      for (const sentence of first) add({ kind: 'said', atMs: now(), sentence });
    }
    add(input);
  };
  return {
    set: (change) => take({ kind: 'changed', change }),
    measure: (fromMs) => take({ kind: 'measured', fromMs }),
    shift: (byMs) => take({ kind: 'shifted', byMs }),
    incident: (event) => {
      const input = inputOf(event);
      if (input !== null) take(input);
    },
    chaos: (event) => {
      if (event.kind === 'transition')
        take({ kind: 'experiment', plan: event.plan, transition: event.transition });
    },
    slice: (slice, totals) => take({ kind: 'slice', slice, totals }),
    say: (sentence) => take({ kind: 'said', atMs: now(), sentence }),
    greet: (sentence) => {
      greetings = [...greetings, sentence];
    },
    announce: (next) => take({ kind: 'announced', next }),
    state: (surroundings) => liveStateOf(fold, { ...surroundings, nowMs: now() }),
  };
}

/** Null for what a person need not read. */
function inputOf(event: StackEvent): LiveInput | null {
  const sentence = describeIncident(event);
  if (sentence === null) return null;
  const { atMs } = event;
  switch (event.kind) {
    case 'out-of-service':
      return { kind: 'left-service', atMs, sentence, instanceId: event.instance.id };
    case 'in-service':
      return {
        kind: 'in-service',
        atMs,
        sentence,
        again: describeReturn(event),
        instanceId: event.instance.id,
      };
    default:
      return { kind: 'said', atMs, sentence };
  }
}
