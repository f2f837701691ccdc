/**
 * Where the servers are. This is all that commands know about it: anything with these members is a platform. What a
 * platform may lack is expressed by a type here (null, or a separate kind), never by comparing its name.
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
import type { Adoption } from './adoption.ts';

/** Creating one calls nothing and starts nothing: each member finds what it needs when it is first used. */
export type Platform = {
  readonly name: string;
  /** The options typed after a command to select it: `--platform aws --stage dev`; may be empty. */
  readonly options: string;
  /** As used in a sentence: `the stage dev`. */
  readonly title: string;
  /** Calls the platform, and may fail like any other member. */
  readonly about: () => Promise<About>;
  /** The configuration as written, with the defaults of this platform. */
  readonly configuration: () => Promise<Configuration>;
  readonly setup: () => Promise<Setup>;
  /** What can be named as a target, without looking at the servers. */
  readonly targets: () => Promise<readonly Target[]>;
  readonly draws: Draws;
  readonly ledger: () => Promise<Records>;
  readonly fleet: Fleet;
  readonly lever: PlatformLever;
  /** null: no alerting runs here on its own. */
  readonly alerts: Alerts | null;
  /** null: the process that runs there watches the lever and the ledger, so it need not be notified. */
  readonly events: Events | null;
  /** null: what runs here needs no tags. */
  readonly adoption: Adoption | null;
  readonly supervision: () => Supervision;
  /** Starts one experiment. Throws a UsageError for whatever prevents it from starting; nothing is killed then. */
  readonly start: (kill: KillRequest) => Promise<Started>;
  /** Translates the platform's own errors for a person; returns any other error unchanged. */
  readonly explain: (error: unknown) => Promise<unknown>;
  readonly close: () => void;
};

export type About = {
  /** In parentheses, after a result: `stage dev, eu-central-1`. */
  readonly label: string;
  /** Whether experiments could run there now. */
  readonly isRunning: boolean;
  /** Where users reach the service; null: unknown. */
  readonly url: string | null;
  /** Names for documents: stage, region. */
  readonly names: Readonly<Record<string, string>>;
};

/** Which parts of the configuration exist there, and what the platform can do. */
export type Setup = {
  readonly configuration: Configuration;
  readonly supportedFaults: ReadonlySet<FaultName>;
  /** How a report on a period names what was measured. */
  readonly platform: Report['platform'];
  /** Composites that cannot be evaluated here and are left out of the configuration. */
  readonly notEvaluated: readonly NotEvaluated[];
};

export type Target = Pick<Group, 'name' | 'kind'>;

export type Draws = {
  /** The seed of the draw if none is given. */
  readonly seed: string;
  /**
   * The moment as of which today is drawn: only earlier kills count, and nothing is scheduled before it. Epoch
   * milliseconds.
   */
  readonly asOf: (schedule: ChaosSchedule, nowMs: number) => number;
};

/** Commands only read the ledger. */
export type LedgerReader = Pick<Ledger, 'transitions' | 'slices' | 'losses'>;

/** `why`: one line for a command that needs records, including what to do. */
export type Records =
  | { readonly kind: 'there'; readonly ledger: LedgerReader }
  | { readonly kind: 'none'; readonly why: string };

export type PlatformLever = SafetyLever & { readonly lastMove: () => Promise<LastMove> };

/** `movedAtMs`: the recorded time of the move, the same for every reader; null: not kept. */
export type LastMove = { readonly position: LeverPosition; readonly movedAtMs: number | null };

/** Whether a process of ours keeps the service alive; it knows more than the ports do. */
export type Supervision =
  /** No process of ours has to run: the service is deployed. */
  | { readonly kind: 'not-needed' }
  | {
      readonly kind: 'running';
      readonly status: () => Promise<StatusDocument>;
      /** The report on the run so far. */
      readonly report: () => Promise<Report>;
    }
  | {
      readonly kind: 'stopped';
      /** Says that nothing is running, and how to start it. */
      readonly error: UsageError;
      /** @throws UsageError if there is none in that format. */
      readonly lastRun: (format: ReportFormat) => LastRun;
    };

export type LastRun =
  /** `remark`: why it is not the run that a person might expect; null: it is. */
  | { readonly kind: 'report'; readonly report: Report; readonly remark: string | null }
  /** From an earlier version, which kept only files. */
  | { readonly kind: 'file'; readonly content: Uint8Array };

export type KillRequest = {
  readonly group: string;
  /** null: the group's configured fault. */
  readonly fault: FaultName | null;
  readonly mode: 'dry-run' | 'armed';
  /** Absent: chance chooses one of the group. */
  readonly instanceId?: string;
};

/** An experiment that has started, or is about to. */
export type Started = {
  /** null: the process that runs there names it. */
  readonly experimentId: string | null;
  /** null: there is nothing to say before it ends. */
  readonly announcement: string | null;
  readonly follow: (watch: Watch) => Promise<Followed>;
};

export type Watch = {
  /** Aborted when a person no longer wants to wait; the experiment goes on. */
  readonly signal: AbortSignal;
  readonly onState: (plan: ExperimentPlan, state: ExperimentState) => void;
  /** Called when the experiment cannot be followed for a while. */
  readonly onTrouble: (error: Error) => void;
};

export type Followed =
  | { readonly kind: 'ended'; readonly outcome: ExperimentOutcome }
  /** `signal` was aborted. */
  | { readonly kind: 'left' }
  | { readonly kind: 'too-long' }
  /** It was accepted, but nothing was recorded about it. `look`: where to look for the reason. */
  | { readonly kind: 'silent'; readonly look: string }
  /** Its process has ended, but the ledger has no end: there will be none. */
  | {
      readonly kind: 'dead';
      readonly how: string;
      readonly last: ExperimentState['kind'] | null;
      readonly look: string;
    }
  /** The ledger can no longer be read. */
  | { readonly kind: 'lost'; readonly error: Error };

/** What the command line knows about a platform before any of its code is loaded. */
export type PlatformOffer = {
  /** The value for `--platform`. */
  readonly name: string;
  /** For the help. */
  readonly summary: string;
  /**
   * Whether it has remote stages, selected by --stage. Without stages it is this machine, where commands start and stop
   * things.
   */
  readonly hasStages: boolean;
  readonly open: (request: PlatformRequest) => Promise<Platform>;
};

export type PlatformRequest = {
  /** Absolute; for what is kept on this machine. */
  readonly directory: string;
  /** Empty for a platform without stages. */
  readonly stage: string;
  readonly cwd: string;
  /** The requested configuration, with the defaults for such servers. */
  readonly loadConfiguration: (defaults: 'local' | 'aws') => Promise<Configuration>;
  /** Whether it is in a file, and not just the defaults. */
  readonly isConfigured: () => Promise<boolean>;
};
