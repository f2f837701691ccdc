/** Everything a live view shows, as plain data. */
import type { Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Sentence } from '../narrate/sentence.ts';
import type { Invocation } from '../terminal/invocation.ts';

/** One second of one journey, for the sparklines; `null` latencies: nobody asked. */
export type LiveSecond = {
  readonly total: number;
  readonly bad: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** A fault was injected in this second. */
  readonly hasKill?: boolean;
};

export type LiveJourney = {
  readonly name: string;
  readonly role: JourneyRole;
  readonly sent: number;
  readonly failed: number;
  readonly retried: number;
  /** How long the oldest unanswered request waits by now; its failure would show only after its timeout. */
  readonly oldestWaitMs?: number;
  /** Oldest first; as many as the widest terminal shows. */
  readonly seconds: readonly LiveSecond[];
};

export type LiveEvent = Sentence & {
  /** Milliseconds since users and probe began, as in the report; 0 for what happened before. */
  readonly atMs: number;
};

export type LiveState = {
  readonly service: string;
  readonly command: 'gameday' | 'up';
  readonly phase: 'booting' | 'baseline' | 'chaos' | 'settling' | 'reporting' | 'stopping';
  /** Milliseconds since users and probe began, as in the report; 0 until then. */
  readonly elapsedMs: number;
  /** How long the start has taken so far; absent once users and probe have begun. */
  readonly bootingMs?: number;
  /** Epoch milliseconds of this state, on the clock of `launchedAtMs`; without it no ages are shown. */
  readonly nowMs?: number;
  /** null: runs until it is stopped. */
  readonly durationMs: number | null;
  readonly url: string | null;
  readonly platform: { readonly lb: string; readonly data: string };
  readonly seed: string;
  /** How a person types a command here; without it `garbageday`. */
  readonly invocation?: Invocation;
  readonly lever: LeverPosition;
  readonly groups: readonly Group[];
  /** In the order of the configuration. */
  readonly journeys: readonly LiveJourney[];
  /** Share of the error budget left, per objective. */
  readonly budgets: readonly {
    readonly name: string;
    readonly objective: number;
    readonly remaining: number;
  }[];
  readonly kills: readonly {
    readonly label: string;
    readonly verdict: Verdict | 'running' | 'refused' | 'aborted';
  }[];
  readonly next: { readonly inMs: number; readonly label: string } | null;
  /** Oldest first. */
  readonly events: readonly LiveEvent[];
};
