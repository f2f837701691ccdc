/** Core's steps on Lambda durable functions: the service remembers what was done, and nothing runs between polls. */
import type {
  DurableContext,
  Duration,
  RetryDecision,
  WaitForConditionDecision,
} from '@aws/durable-execution-sdk-js';
import type { Poll, PollAnswer, Steps } from '@garbageday/core/ports.ts';

/** The part of the durable context that core's steps need. */
export type DurableOperations = Pick<DurableContext, 'step' | 'wait' | 'waitForCondition'>;

/** The progress of the polls; `untilMs` was set by the first one. */
type Polled<T, N> = {
  readonly untilMs: number | null;
  readonly restMs: number;
  readonly answer: PollAnswer<T, N>;
};

const maxAttempts = 5;

/**
 * The steps of one durable execution. A step that throws is retried after 1, 2, 4 and 8 seconds, then the execution
 * fails. Results must survive JSON. Waits are whole seconds, rounded up. Replay relies on the order of calls.
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

async function waitUntil<T, N>(
  context: DurableOperations,
  name: string,
  options: Poll<T, N>,
): Promise<T | null> {
  const initialState: Polled<T, N> = { untilMs: null, restMs: options.timeoutMs, answer: null };
  const { answer } = await context.waitForCondition<Polled<T, N>>(name, (state) => ask(state, options), {
    initialState,
    waitStrategy: (state, attempt) => nextPoll(state, attempt, options),
  });
  return isDone(answer) ? answer.done : null;
}

/** Runs as a step, so it may look at the clock. */
async function ask<T, N>(last: Polled<T, N>, { timeoutMs, check }: Poll<T, N>): Promise<Polled<T, N>> {
  const untilMs = last.untilMs ?? Date.now() + timeoutMs;
  const earlier = last.answer === null || isDone(last.answer) ? null : last.answer.note;
  const answer = await check(earlier);
  return { untilMs, restMs: untilMs - Date.now(), answer };
}

function isDone<T, N>(answer: PollAnswer<T, N>): answer is { readonly done: T } {
  return answer !== null && 'done' in answer;
}

/**
 * Time is up by the clock, or after enough waits to fill it: with a test runner that skips time, the clock stands
 * still.
 */
function nextPoll<T, N>(
  { restMs, answer }: Polled<T, N>,
  attempt: number,
  { intervalMs, timeoutMs }: Poll<T, N>,
): WaitForConditionDecision {
  const delay = durationOf(Math.min(intervalMs, restMs));
  const waitedMs = (attempt - 1) * Math.max(1_000, intervalMs);
  if (isDone(answer) || restMs <= 0 || waitedMs >= timeoutMs) return { shouldContinue: false };
  return { shouldContinue: true, delay };
}

function retryLater(_error: Error, attempt: number): RetryDecision {
  if (attempt >= maxAttempts) return { shouldRetry: false };
  return { shouldRetry: true, delay: { seconds: 2 ** (attempt - 1) } };
}

function durationOf(ms: number): Duration {
  return { seconds: Math.max(1, Math.ceil(ms / 1_000)) };
}
