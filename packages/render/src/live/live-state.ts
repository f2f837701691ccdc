/** Everything a live view shows, as plain data. */
import type { ExperimentState, TargetRecord, Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Sentence } from '../narrate/sentence.ts';
import type { Invocation } from '../terminal/invocation.ts';
import type { ExperimentPhase } from './phases.ts';

/** One second of one journey, for the sparklines; `null` latencies: nothing was sent. */
export type LiveSecond = {
  readonly total: number;
  readonly bad: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Whether a fault was injected in this second. */
  readonly hasKill?: boolean;
  /** When it began, in epoch milliseconds; an older garbageday does not tell, as with all that may be absent here. */
  readonly startMs?: number;
  readonly p95Ms?: number | null;
  /** The longest wait. */
  readonly maxMs?: number | null;
};

/** What users felt from the second of the injection to the end of the experiment, so far. */
export type Felt = { readonly waitedMs: number | null; readonly failed: number };

/** When phases ended, in milliseconds since the injection; null: never, or not seen. */
export type PhaseTimes = Readonly<Record<'detect' | 'replace' | 'recover', number | null>>;

/** What is known of an experiment beyond its line in a list. Times are epoch milliseconds. */
export type LiveExperiment = {
  readonly id: string;
  readonly group: string;
  readonly state: ExperimentState['kind'];
  /** What is under way, or was last. Absent in what an older garbageday says, as are the times. */
  readonly phase?: ExperimentPhase;
  /** From the injection, as the verdict has them; absent: not measured yet. */
  readonly times?: PhaseTimes;
  readonly target: TargetRecord | null;
  readonly injectedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Null: nothing was injected, or no second since then has been measured. */
  readonly felt: Felt | null;
  /** `web-b died · users waited at most 24 ms · 0 failed`; null before the injection. */
  readonly headline: string | null;
  /** What the users owe it to, in a sentence; absent: not known yet. */
  readonly reason?: string;
};

export type LiveJourney = {
  readonly name: string;
  readonly role: JourneyRole;
  readonly sent: number;
  readonly failed: number;
  readonly retried: number;
  /** How long the oldest unanswered request has been waiting; its failure would show only after its timeout. */
  readonly oldestWaitMs?: number;
  /** Oldest first; as many as the widest terminal can show. */
  readonly seconds: readonly LiveSecond[];
};

/** How fast a budget burns, as the gate sees it: the rule that pages, or is closest to that. */
export type LiveBurn = {
  /** Burn rate over `seconds`; null: nothing was measured. 1 spends exactly the budget in exactly the SLO's window. */
  readonly rate: number | null;
  readonly seconds: number;
  /** The rate above which it pages; null: there is no alert, and this is the burn of the run. */
  readonly factor: number | null;
  readonly isFiring: boolean;
};

export type LiveEvent = Sentence & {
  /** Milliseconds since users and probe began, as in the report; 0 for what happened before. */
  readonly atMs: number;
};

export type LiveState = {
  readonly service: string;
  readonly command: 'gameday' | 'up' | 'probe';
  readonly phase: 'booting' | 'baseline' | 'chaos' | 'settling' | 'probing' | 'reporting' | 'stopping';
  /** Milliseconds since users and probe began, as in the report; 0 until then. */
  readonly elapsedMs: number;
  /** How long the start has taken so far; absent once users and probe have begun. */
  readonly bootingMs?: number;
  /** Epoch milliseconds of this state, on the same clock as `launchedAtMs`; without it no ages are shown. */
  readonly nowMs?: number;
  /** null: runs until it is stopped. */
  readonly durationMs: number | null;
  readonly url: string | null;
  /** Where the live page is; absent: there is none. */
  readonly page?: string;
  readonly platform: { readonly lb: string; readonly data: string };
  readonly seed: string;
  /** How a person types a command here; default `garbageday`. */
  readonly invocation?: Invocation;
  readonly lever: LeverPosition;
  readonly groups: readonly Group[];
  /** In configuration order. */
  readonly journeys: readonly LiveJourney[];
  /** Share of the error budget left, per SLO. */
  readonly budgets: readonly {
    readonly name: string;
    readonly objective: number;
    readonly remaining: number;
    /** Absent in what an older garbageday says; null: this SLO has no alert that pages. */
    readonly burn?: LiveBurn | null;
  }[];
  readonly kills: readonly {
    readonly label: string;
    readonly verdict: Verdict | 'running' | 'refused' | 'aborted';
    readonly experiment?: LiveExperiment;
  }[];
  readonly next: { readonly inMs: number; readonly label: string } | null;
  /** Oldest first. */
  readonly events: readonly LiveEvent[];
};
