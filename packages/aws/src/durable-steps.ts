/** Core's steps on Lambda durable functions: the service remembers what was done, and nothing runs between polls. */
import type {
  DurableContext,
  Duration,
  RetryDecision,
  WaitForConditionDecision,
} from '@aws/durable-execution-sdk-js';
import type { Steps } from '@garbageday/core/ports.ts';

/** What of the durable context core's steps need. */
export type DurableOperations = Pick<DurableContext, 'step' | 'wait' | 'waitForCondition'>;

type PollOptions<T> = {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly check: () => Promise<{ readonly done: T } | null>;
};

/** What the last poll found; `untilMs` was set by the first. */
type Poll<T> = {
  readonly untilMs: number | null;
  readonly restMs: number;
  readonly found: { readonly done: T } | null;
};

const maxAttempts = 5;

/**
 * The steps of one durable execution. A step that throws is tried again after 1, 2, 4 and 8 seconds, then the execution
 * fails. Results must survive JSON. Waits are whole seconds, rounded up. It is the order of calls that replays.
 */
export function durableSteps(context: DurableOperations): Steps {
  return {
    run: async (name, body) => context.step(name, () => body(), { retryStrategy: retryLater }),
    wait: async (name, ms) => {
      if (ms > 0) await context.wait(name, durationOf(ms));
    },
    waitUntil: async (name, options) => waitUntil(context, name, options),
  };
}

async function waitUntil<T>(
  context: DurableOperations,
  name: string,
  options: PollOptions<T>,
): Promise<T | null> {
  const initialState: Poll<T> = { untilMs: null, restMs: options.timeoutMs, found: null };
  const last = await context.waitForCondition<Poll<T>>(name, (state) => ask(state, options), {
    initialState,
    waitStrategy: (state, attempt) => nextPoll(state, attempt, options),
  });
  return last.found === null ? null : last.found.done;
}

/** Runs as a step, so it may look at the clock. */
async function ask<T>(last: Poll<T>, { timeoutMs, check }: PollOptions<T>): Promise<Poll<T>> {
  const untilMs = last.untilMs ?? Date.now() + timeoutMs;
  const found = await check();
  return { untilMs, restMs: untilMs - Date.now(), found };
}

/** Time is up by the clock, or by as many waits as fill it: under a test runner that skips time the clock stands still. */
function nextPoll<T>(
  { restMs, found }: Poll<T>,
  attempt: number,
  { intervalMs, timeoutMs }: PollOptions<T>,
): WaitForConditionDecision {
  const delay = durationOf(Math.min(intervalMs, restMs));
  const waitedMs = (attempt - 1) * Math.max(1_000, intervalMs);
  if (found !== null || restMs <= 0 || waitedMs >= timeoutMs) return { shouldContinue: false };
  return { shouldContinue: true, delay };
}

function retryLater(_error: Error, attempt: number): RetryDecision {
  if (attempt >= maxAttempts) return { shouldRetry: false };
  return { shouldRetry: true, delay: { seconds: 2 ** (attempt - 1) } };
}

function durationOf(ms: number): Duration {
  return { seconds: Math.max(1, Math.ceil(ms / 1_000)) };
}
