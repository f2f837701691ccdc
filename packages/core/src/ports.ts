/** Every port of Garbage Day on one page. Adapters are factories that return object literals. */
import type { AbortReason } from './chaos/abort-reason.ts';
import type { ExperimentPlan, Transition } from './chaos/experiment.ts';
import type { FaultName } from './chaos/fault.ts';
import type { Group, Instance } from './chaos/fleet.ts';
import type { Loss, LossKey, RecordedLoss } from './chaos/loss.ts';
import type { LedgerSlice, Slice } from './probe/slice.ts';

/** Time enters core here and nowhere else. */
export type Clock = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** Seeded randomness: the same seed gives the same stream. */
export type Random = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform integer in [0, bound). */
  readonly below: (bound: number) => number;
};

/**
 * What can be killed. Throws if it cannot tell; the gate treats that as a refusal. `of`: the only group of interest; what runs on
 * servers to find out what they are does so on those of that group alone. The others may be returned without it.
 */
export type Fleet = { readonly groups: (of?: string) => Promise<readonly Group[]> };

/** What was injected, enough to undo it from another process. */
export type FaultHandle = {
  readonly experimentId: string;
  readonly instanceId: string;
  readonly fault: FaultName;
  readonly injectedAtMs: number;
  /** From the injection until the fault is undone. Absent for faults that cannot be undone, and from older records. */
  readonly durationMs?: number;
};

/**
 * Whether a fault may happen now. `isFresh` costs no call: an injector checks it again directly before the fault, and
 * looks again if the answer has become stale, whatever the cause: a slow call, a retry, a frozen process.
 */
export type Permission =
  | { readonly kind: 'granted'; readonly isFresh: () => boolean }
  | { readonly kind: 'withheld'; readonly reason: AbortReason };

export type FaultRequest = {
  readonly experimentId: string;
  readonly fault: FaultName;
  /** How long a fault that can be undone lasts. */
  readonly durationMs?: number;
  readonly target: Instance;
  /** Checks everything that could forbid a fault on that instance, the safety lever last. Never rejects. */
  readonly lastLook: (instanceId: string) => Promise<Permission>;
};

/** `withheld`: this call injected nothing. An earlier one may have; `recorded` tells. */
export type Injection =
  | { readonly kind: 'injected'; readonly handle: FaultHandle }
  | { readonly kind: 'withheld'; readonly reason: AbortReason };

/** `isCarriedOut`: the instance itself shows that it was hit; right after the fault it may not show it yet. */
export type RecordedFault = { readonly handle: FaultHandle; readonly isCarriedOut: boolean };

/**
 * Injects at most once per experiment. The handle is recorded before the fault. Only that record comes between the last
 * look and the fault, and every further attempt looks again. A fault that can be undone has a lease: it undoes itself
 * when its duration is over, or earlier if it has not been renewed for some seconds. `undo` is idempotent.
 */
export type FaultInjector = {
  /** The gate refuses any other fault; if asked for one anyway, `inject` throws and records nothing. */
  readonly supports: ReadonlySet<FaultName>;
  /** A repeat returns the first handle without a look if that fault was carried out; if not, it tries again. */
  readonly inject: (request: FaultRequest) => Promise<Injection>;
  /** `null`: nothing was recorded, so nothing was injected. Looks at the instance each time; throws when it cannot. */
  readonly recorded: (experimentId: string) => Promise<RecordedFault | null>;
  /** Renews the lease. Changes nothing for a fault that is over or cannot be undone. */
  readonly renew: (handle: FaultHandle) => Promise<void>;
  readonly undo: (handle: FaultHandle) => Promise<void>;
};

export type Claim = { readonly kind: 'taken' } | { readonly kind: 'already-claimed'; readonly by: string };

/** Half-open interval of epoch milliseconds. */
export type Interval = { readonly fromMs: number; readonly toMs: number };

/** The source of truth: claims, transitions, slices and losses. Every write is idempotent under its key. */
export type Ledger = {
  /**
   * A claim is taken once, ever, even if something is delivered twice; an experiment that asks again still holds it.
   */
  readonly claim: (key: string, experimentId: string) => Promise<Claim>;
  /** Keyed by (experimentId, seq); a repeat changes nothing. */
  readonly recordTransition: (transition: Transition) => Promise<void>;
  /** Transitions of every experiment whose first transition lies in the interval, by experiment, then `seq`. */
  readonly transitions: (interval: Interval) => AsyncIterable<Transition>;
  readonly putSlice: (slice: Slice) => Promise<void>;
  /** Slices that start in the interval, ascending, in pages, never all at once. */
  readonly slices: (query: SliceQuery) => AsyncIterable<readonly LedgerSlice[]>;
  /** From now on unplanned losses are recorded. A repeat changes nothing. */
  readonly watchLosses: (sinceMs: number) => Promise<void>;
  /** Keyed by instance and time, because a reused seed repeats ids in another run; a repeat changes nothing. */
  readonly recordLoss: (loss: Loss) => Promise<void>;
  /** The group of a lost instance is whole again. Keyed by the loss; a repeat changes nothing. */
  readonly recordWhole: (loss: LossKey, atMs: number) => Promise<void>;
  /** `null` until `watchLosses` has been called. */
  readonly losses: (interval: Interval) => Promise<LossRecord | null>;
};

export type LossRecord = {
  /** Since when losses are recorded. */
  readonly sinceMs: number;
  /** The losses in the interval, by time, then by instance. */
  readonly losses: readonly RecordedLoss[];
};

export type SliceQuery = Interval & {
  readonly service: string;
  readonly journey: string;
  readonly pageSize: number;
};

export type LeverPosition =
  | { readonly kind: 'released' }
  | { readonly kind: 'halted'; readonly reason: string; readonly sinceMs: number };

/** The big red switch. While it is pulled, nothing is injected and running experiments are aborted. */
export type SafetyLever = {
  readonly position: () => Promise<LeverPosition>;
  readonly halt: (reason: string) => Promise<void>;
  readonly resume: () => Promise<void>;
};

export type FiringAlert = {
  /** Or the name of an alarm that is not ours. */
  readonly slo: string;
  readonly severity: 'page' | 'ticket';
  /** `null`: not a burning SLO but an alarm of the service's own, which stops chaos as a page does. */
  readonly burn: number | null;
};

/** Which alerts are firing. */
export type Alerts = { readonly firing: () => Promise<readonly FiringAlert[]> };

/** Durable execution: a named step runs once, its result is remembered; code between steps is replayed. */
export type Steps = {
  readonly run: <T>(name: string, body: () => Promise<T>) => Promise<T>;
  readonly wait: (name: string, ms: number) => Promise<void>;
  /** Calls `check` every `intervalMs` until it returns a `done`; `null` after `timeoutMs`. */
  readonly waitUntil: <T, N = never>(name: string, poll: Poll<T, N>) => Promise<T | null>;
};

export type Poll<T, N = never> = {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** `earlier`: the note left by the previous call, which may have run in another process; `null` without one. */
  readonly check: (earlier: N | null) => Promise<PollAnswer<T, N>>;
};

/** `null`: not done yet, and nothing to note. */
export type PollAnswer<T, N> = { readonly done: T } | { readonly note: N } | null;

export type MetricPoint = {
  readonly name: string;
  readonly value: number;
  readonly unit: 'count' | 'milliseconds' | 'ratio';
  readonly dimensions: Readonly<Record<string, string>>;
  readonly atMs: number;
};

export type Metrics = { readonly publish: (points: readonly MetricPoint[]) => Promise<void> };

/** What others may want to know while an experiment runs. */
export type ChaosEvent =
  | { readonly kind: 'transition'; readonly plan: ExperimentPlan; readonly transition: Transition }
  /** `atMs`: when the lever was moved. Every reporter sends the same time, which identifies repeats. */
  | { readonly kind: 'lever'; readonly position: LeverPosition; readonly atMs: number };

export type Events = { readonly publish: (event: ChaosEvent) => Promise<void> };

/** One message to deliver. Its id is unique: enqueuing it again changes nothing. */
export type OutboxMessage = {
  readonly id: string;
  readonly atMs: number;
  /** Whatever the sender needs to deliver it, as text. */
  readonly body: string;
};

/** `attemptedAtMs`: when posting was first attempted, so it may be out already; null before that. */
export type QueuedMessage = OutboxMessage & { readonly attemptedAtMs: number | null };

/** Messages kept until they are delivered: in order (`atMs`, then `id`), once, by one sender at a time. */
export type Outbox = {
  /** A repeated id is ignored while the first one is pending, and for 30 days after it was posted. */
  readonly enqueue: (message: OutboxMessage) => Promise<void>;
  /** The first `limit` pending messages, in order. */
  readonly pending: (limit: number) => Promise<readonly QueuedMessage[]>;
  /**
   * Written before the first attempt, so that a process that takes over after a crash knows; a repeat keeps the first
   * time.
   */
  readonly markAttempted: (message: QueuedMessage, atMs: number) => Promise<void>;
  readonly markPosted: (message: QueuedMessage, atMs: number) => Promise<void>;
  /** What a sender stored under a key, up to 90 days ago; null if there is nothing. */
  readonly receipt: (key: string) => Promise<string | null>;
  readonly putReceipt: (receipt: OutboxReceipt) => Promise<void>;
  /** Whether `holder` alone may post until `untilMs`. It may ask again to extend the lease; others wait until then. */
  readonly lease: (lease: OutboxLease) => Promise<boolean>;
  /** Lets the next one in at once; changes nothing if someone else holds the lease. */
  readonly release: (holder: string) => Promise<void>;
};

/**
 * Who puts a mark into a tool that knows no idempotency key: one at a time, and no one after it is over.
 */
export type MarkClaims = {
  /** `mark`: its kill and its tool. */
  readonly claim: (mark: string, nowMs: number) => Promise<MarkClaim>;
  /** `over`: no one tries again. `free`: it was surely not taken, so the next one is the first. */
  readonly settle: (mark: string, end: 'over' | 'free', nowMs: number) => Promise<void>;
};

/** `again`: someone tried before, and died before it was known how that ended. `busy`: someone is trying now. */
export type MarkClaim = 'first' | 'again' | 'busy' | 'over';

export type OutboxReceipt = { readonly key: string; readonly value: string; readonly atMs: number };

export type OutboxLease = { readonly holder: string; readonly nowMs: number; readonly untilMs: number };
