/** Follows one experiment in the ledger, from its first transition to its outcome. */

import { AwsError } from '@garbageday/aws/aws-error.ts';
import type { ExecutionState } from '@garbageday/aws/execution-state.ts';
import type { ExperimentPlan, ExperimentState, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { foldExperiment, outcomeOf } from '@garbageday/core/chaos/transitions.ts';
import type { Clock, Interval, Ledger } from '@garbageday/core/ports.ts';
import { hourMs, minuteMs } from '@garbageday/core/time/durations.ts';

export type FollowedInLedger =
  | { readonly kind: 'ended'; readonly outcome: ExperimentOutcome }
  /** Someone pressed Ctrl-C. */
  | { readonly kind: 'left' }
  /** It was accepted, but nothing was recorded about it. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'too-long' }
  /** Lambda says that its execution has ended, but the ledger has no end: there will be none. */
  | { readonly kind: 'dead'; readonly how: string; readonly last: ExperimentState['kind'] | null }
  /** The ledger can no longer be read. */
  | { readonly kind: 'lost'; readonly error: Error };

export type FollowPorts = {
  readonly ledger: Pick<Ledger, 'transitions'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether Lambda still runs it. A rejection means unknown: reading the ledger is enough to follow. */
  readonly execution: () => Promise<ExecutionState>;
};

export type Listener = {
  /** Each transition once, in order. */
  readonly onTransition: (transition: Transition) => void;
  /** AWS throttles or the network fails, and the call will be retried. Called once per spell of trouble. */
  readonly onTrouble: (error: Error) => void;
};

/** Enough for a cold start and a retried delivery. */
const silenceMs = 3 * minuteMs;

/** An execution ends within two hours (packages/sst/src/experiment.ts). */
const patienceMs = 2 * hourMs + silenceMs;

/** How often Lambda is queried. */
const executionEveryMs = 30_000;

/** Clocks differ: it may seem to have begun a little before it was requested. */
const skewMs = 5 * minuteMs;

/** Often at first, because a dry run is over in a second; then less often, because a replacement takes minutes. */
const pauses = { firstMs: 250, growth: 1.5, longestMs: 5_000 } as const;

export async function followExperiment(
  ports: FollowPorts,
  plan: Pick<ExperimentPlan, 'id'>,
  listener: Listener,
): Promise<FollowedInLedger> {
  const { clock, signal } = ports;
  const askedAtMs = clock.now();
  const left = aborted(signal);
  let seen: readonly Transition[] = [];
  let trouble: AwsError | null = null;
  const death = deathWatch(ports);
  for (const pauseMs of growingPauses()) {
    // Checked before the ledger is read, so that what it wrote at its end is there.
    const how = await death();
    const look = await lookAt(ports.ledger, plan.id, whereIs(seen, askedAtMs));
    if (look.kind === 'lost') return look;
    if (look.kind === 'trouble' && trouble === null) listener.onTrouble(look.error);
    trouble = look.kind === 'trouble' ? look.error : null;
    if (look.kind === 'seen') {
      for (const transition of look.transitions.slice(seen.length)) listener.onTransition(transition);
      seen = look.transitions;
    }
    const end = endOf({ seen, trouble, waitedMs: clock.now() - askedAtMs });
    if (end !== null) return end;
    if (how !== null && look.kind === 'seen') {
      return { kind: 'dead', how, last: seen.at(-1)?.state.kind ?? null };
    }
    if (signal.aborted) return { kind: 'left' };
    await Promise.race([clock.sleep(pauseMs), left]);
  }
  return { kind: 'too-long' };
}

/** How the execution died; `null` if it has not, or it is unknown. */
function deathWatch({ clock, execution }: FollowPorts): () => Promise<string | null> {
  let askAtMs = clock.now() + executionEveryMs;
  let how: string | null = null;
  return async () => {
    if (how !== null || clock.now() < askAtMs) return how;
    askAtMs = clock.now() + executionEveryMs;
    const state = await execution().catch(() => null);
    if (state?.kind === 'dead') how = state.how;
    return how;
  };
}

function* growingPauses(): Generator<number> {
  for (
    let pauseMs: number = pauses.firstMs;
    ;
    pauseMs = Math.min(pauseMs * pauses.growth, pauses.longestMs)
  ) {
    yield pauseMs;
  }
}

type Standing = {
  readonly seen: readonly Transition[];
  readonly trouble: AwsError | null;
  readonly waitedMs: number;
};

function endOf({ seen, trouble, waitedMs }: Standing): FollowedInLedger | null {
  const outcome = seen.length === 0 ? null : outcomeOf(foldExperiment(seen));
  if (outcome !== null) return { kind: 'ended', outcome };
  const limitMs = seen.length === 0 ? silenceMs : patienceMs;
  if (waitedMs <= limitMs) return null;
  if (trouble !== null) return { kind: 'lost', error: trouble };
  return { kind: seen.length === 0 ? 'silent' : 'too-long' };
}

/** Once it has begun, its start is known and nothing else needs to be read. */
function whereIs([first]: readonly Transition[], askedAtMs: number): Interval {
  if (first !== undefined) return { fromMs: first.atMs, toMs: first.atMs + 1 };
  return { fromMs: askedAtMs - skewMs, toMs: askedAtMs + patienceMs };
}

type Look =
  | { readonly kind: 'seen'; readonly transitions: readonly Transition[] }
  | { readonly kind: 'trouble'; readonly error: AwsError }
  | Extract<FollowedInLedger, { readonly kind: 'lost' }>;

async function lookAt(ledger: FollowPorts['ledger'], id: string, interval: Interval): Promise<Look> {
  const transitions: Transition[] = [];
  try {
    for await (const transition of ledger.transitions(interval)) {
      if (transition.experimentId === id) transitions.push(transition);
    }
    return { kind: 'seen', transitions };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const passes = error.code === 'throttled' || error.code === 'unreachable';
    return passes ? { kind: 'trouble', error } : { kind: 'lost', error };
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
