/**
 * Where the servers are. Commands know nothing else of it: whatever has these members is a platform. What a platform may
 * lack is a value of a type here (null, or a kind of its own), never a question for its name.
 */
import type { ExperimentPlan, ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { ChaosSchedule, Configuration } from '@garbageday/core/configuration.ts';
import type { UsageError } from '@garbageday/core/errors.ts';
import type { Alerts, Events, Fleet, Ledger, LeverPosition, SafetyLever } from '@garbageday/core/ports.ts';
import type { NotEvaluated, Report } from '@garbageday/core/report/report.ts';
import type { StatusDocument } from '../game-day/control-protocol.ts';
import type { ReportFormat } from '../report/report-formats.ts';

/** Making one asks nothing and starts nothing: each member finds what it needs when it is first used. */
export type Platform = {
  readonly name: string;
  /** What is typed after a command to reach it: `--platform aws --stage dev`; empty: nothing. */
  readonly options: string;
  /** As a sentence has it: `the stage dev`. */
  readonly title: string;
  /** Asks, and may fail as it would for any other member. */
  readonly about: () => Promise<About>;
  /** As written, with the defaults of this platform. */
  readonly configuration: () => Promise<Configuration>;
  readonly setup: () => Promise<Setup>;
  /** What can be named to be killed, without a look at the servers. */
  readonly targets: () => Promise<readonly Target[]>;
  readonly draws: Draws;
  readonly ledger: () => Promise<Records>;
  readonly fleet: Fleet;
  readonly lever: PlatformLever;
  /** null: nothing rings here while no one looks. */
  readonly alerts: Alerts | null;
  /** null: the process that runs there looks at lever and ledger, and need not be told. */
  readonly events: Events | null;
  readonly supervision: () => Supervision;
  /** Begins one experiment. @throws UsageError for whatever keeps it from beginning; nothing is killed then. */
  readonly start: (kill: KillRequest) => Promise<Started>;
  /** A failure of its own in words for a person; any other error as it is. */
  readonly explain: (error: unknown) => Promise<unknown>;
  readonly close: () => void;
};

export type About = {
  /** In brackets, behind a result: `stage dev, eu-central-1`. */
  readonly label: string;
  /** Whether experiments could run there now. */
  readonly isRunning: boolean;
  /** Where users reach the service; null: not known. */
  readonly url: string | null;
  /** Names for documents: stage, region. */
  readonly names: Readonly<Record<string, string>>;
};

/** What of the configuration is there, and what it can do. */
export type Setup = {
  readonly configuration: Configuration;
  readonly supportedFaults: ReadonlySet<FaultName>;
  /** How a report of a period names what was measured. */
  readonly platform: Report['platform'];
  /** Composites that cannot be evaluated here, and are not in the configuration. */
  readonly notEvaluated: readonly NotEvaluated[];
};

export type Target = Pick<Group, 'name' | 'kind'>;

export type Draws = {
  /** The seed of the draw when none is given. */
  readonly seed: string;
  /** Up to when the past counts for today's draw; nothing is drawn to happen before. Epoch milliseconds. */
  readonly asOf: (schedule: ChaosSchedule, nowMs: number) => number;
};

/** Commands read the ledger, and write nothing into it. */
export type LedgerReader = Pick<Ledger, 'transitions' | 'slices' | 'losses'>;

/** `why`: one line for a command that needs records, with what to do about it. */
export type Records =
  | { readonly kind: 'there'; readonly ledger: LedgerReader }
  | { readonly kind: 'none'; readonly why: string };

export type PlatformLever = SafetyLever & { readonly lastMove: () => Promise<LastMove> };

/** `movedAtMs`: the same whoever asks; null: not kept. */
export type LastMove = { readonly position: LeverPosition; readonly movedAtMs: number | null };

/** Whether a process of ours keeps the service alive; it knows more than the ports tell. */
export type Supervision =
  /** Nothing of ours has to run: what is deployed is there. */
  | { readonly kind: 'not-needed' }
  | {
      readonly kind: 'running';
      readonly status: () => Promise<StatusDocument>;
      /** Of the run so far. */
      readonly report: () => Promise<Report>;
    }
  | {
      readonly kind: 'stopped';
      /** That nothing runs, and how to start it. */
      readonly error: UsageError;
      /** @throws UsageError where there is none in that format. */
      readonly lastRun: (format: ReportFormat) => LastRun;
    };

export type LastRun =
  /** `remark`: why it is not the run that a person may expect; null: it is. */
  | { readonly kind: 'report'; readonly report: Report; readonly remark: string | null }
  /** Of an earlier version, which kept files alone. */
  | { readonly kind: 'file'; readonly content: Uint8Array };

export type KillRequest = {
  readonly group: string;
  /** null: the group's configured fault. */
  readonly fault: FaultName | null;
  readonly mode: 'dry-run' | 'armed';
};

/** An experiment that has begun, or is about to. */
export type Started = {
  /** null: the process that runs there names it. */
  readonly experimentId: string | null;
  /** null: there is nothing to tell before it ends. */
  readonly announcement: string | null;
  readonly follow: (watch: Watch) => Promise<Followed>;
};

export type Watch = {
  /** Aborted when a person no longer wants to wait; the experiment goes on. */
  readonly signal: AbortSignal;
  readonly onState: (plan: ExperimentPlan, state: ExperimentState) => void;
  /** Something keeps us from looking for a while. */
  readonly onTrouble: (error: Error) => void;
};

export type Followed =
  | { readonly kind: 'ended'; readonly outcome: ExperimentOutcome }
  /** `signal` was aborted. */
  | { readonly kind: 'left' }
  | { readonly kind: 'too-long' }
  /** It was accepted, and nothing was recorded of it. `look`: where the reason may stand. */
  | { readonly kind: 'silent'; readonly look: string }
  /** What ran it has ended, and the ledger knows no end: there will be none. */
  | {
      readonly kind: 'dead';
      readonly how: string;
      readonly last: ExperimentState['kind'] | null;
      readonly look: string;
    }
  /** The ledger cannot be read any more. */
  | { readonly kind: 'lost'; readonly error: Error };

/** How the command line knows of a platform, before any of its code is loaded. */
export type PlatformOffer = {
  /** As `--platform` takes it. */
  readonly name: string;
  /** For the help. */
  readonly summary: string;
  /** Its stages are elsewhere, and --stage names one. Without stages it is this machine, where commands start and stop things. */
  readonly hasStages: boolean;
  readonly open: (request: PlatformRequest) => Promise<Platform>;
};

export type PlatformRequest = {
  /** Absolute; for what is kept on this machine. */
  readonly directory: string;
  /** Empty for a platform without stages. */
  readonly stage: string;
  readonly cwd: string;
  /** The configuration that was asked for, with the defaults of such servers. */
  readonly loadConfiguration: (defaults: 'local' | 'aws') => Promise<Configuration>;
};
