/** Runs one journey once. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Journey, JourneyStep, SavedValue } from '@garbageday/core/probe/journey.ts';
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import type { JourneyOutcome, StepOutcome } from '@garbageday/core/probe/slice-builder.ts';
import type { Phases } from '../http/phases.ts';
import type { Client, Exchange, Order, Reply } from '../http/request.ts';
import type { Counter } from './counter.ts';
import { jsonAt, parseJson } from './json-path.ts';
import { beginChecks } from './judge-reply.ts';
import { fill } from './template.ts';
import type { Variables } from './variables.ts';

export type JourneyContext = {
  readonly client: Client;
  readonly now: () => number;
  readonly timeoutMs: number;
  /** A new id for each request: a repeated id would be taken for a retry and counted only once. */
  readonly nextRequestId: () => string;
  readonly counterOf: (name: string) => Counter;
};

/** One run of a journey. */
export type Errand = {
  readonly journey: Pick<Journey, 'role' | 'steps'>;
  /** Epoch milliseconds. */
  readonly intendedMs: number;
  /** The values known before the first step: drawn variables and secrets. */
  readonly variables: Variables;
};

/**
 * A sent step, and where the time of its last request went. `isSentTwice`: the first request broke before an answer.
 */
export type StepRun = StepOutcome & {
  readonly phases: Phases;
  readonly isSentTwice: boolean;
  /** From the intended time until it was sent. */
  readonly lagMs: number;
};

/** How one journey went; `unsent`: this machine could not send it, so it is not an event. */
export type JourneyRun =
  | { readonly kind: 'ran'; readonly outcome: JourneyOutcome & { readonly steps: readonly StepRun[] } }
  | { readonly kind: 'unsent'; readonly cause: Error };

/**
 * A connection made immediately may still reach the accept queue of the dying load balancer; a round trip on a real
 * network takes about this long.
 */
const beforeRetryMs = 50;

/**
 * Sends the steps one after the other. The first that fails is the journey's error, and later steps are not attempted.
 * Latency counts from the intended time, or for later steps, from the end of the previous one. A judge sends each once.
 */
export async function runJourney(errand: Errand, context: JourneyContext): Promise<JourneyRun> {
  const variables = new Map(errand.variables);
  const steps: StepRun[] = [];
  let fromMs = errand.intendedMs;
  for (const step of errand.journey.steps) {
    const run = await runStep(step, { fromMs, variables, context, mayRetry: errand.journey.role === 'load' });
    if (run.kind === 'unsent') return run;
    steps.push(run.step);
    if (run.step.error !== null) break;
    fromMs += run.step.latencyMs;
  }
  const latencyMs = steps.reduce((sum, step) => sum + step.latencyMs, 0);
  const [error, lagMs] = [steps.at(-1)?.error ?? null, steps[0]?.lagMs ?? 0];
  const retried = steps.filter(({ isSentTwice }) => isSentTwice).length;
  return { kind: 'ran', outcome: { latencyMs, error, retried, lagMs, steps } };
}

type StepContext = {
  readonly fromMs: number;
  readonly variables: Map<string, string>;
  readonly context: JourneyContext;
  readonly mayRetry: boolean;
};

async function runStep(
  step: JourneyStep,
  { fromMs, variables, context, mayRetry }: StepContext,
): Promise<
  { readonly kind: 'sent'; readonly step: StepRun } | { readonly kind: 'unsent'; readonly cause: Error }
> {
  const check = beginChecks(step.expect, { variables, counterOf: context.counterOf });
  const startedMs = context.now();
  const order = orderOf(step, { fromMs, variables, context });
  const first = await context.client.send(order, 'any');
  const isSentTwice = mayRetry && isBroken(first);
  const exchange = isSentTwice ? await sendAgain(order, startedMs, context) : first;
  if (exchange.kind === 'unsent') return exchange;
  const { phases } = exchange;
  const latencyMs = context.now() - fromMs;
  const error =
    exchange.kind === 'failed'
      ? exchange.error
      : (check(exchange.reply, latencyMs) ?? saveInto(variables, step.save, exchange.reply));
  const lagMs = startedMs - fromMs;
  return { kind: 'sent', step: { step: step.name, latencyMs, error, phases, isSentTwice, lagMs } };
}

/** Refused or broken before an answer: safe to repeat, because the id makes it idempotent (RFC 9110 §9.2.2). */
function isBroken(exchange: Exchange): boolean {
  if (exchange.kind !== 'failed' || exchange.hasAnswer) return false;
  return exchange.error === 'reset' || exchange.error === 'connect-refused';
}

/** With the same id, on a fresh connection, after a moment; the timeout covers both together. */
async function sendAgain(
  order: Order,
  startedMs: number,
  { client, now }: JourneyContext,
): Promise<Exchange> {
  await delay(beforeRetryMs);
  const leftMs = Math.max(0, order.timeoutMs - (now() - startedMs));
  return await client.send({ ...order, timeoutMs: leftMs }, 'fresh');
}

function orderOf(step: JourneyStep, { fromMs, variables, context }: Omit<StepContext, 'mayRetry'>): Order {
  const filled = step.headers.map(([name, value]) => [name, fill(value, variables)] as const);
  return {
    method: step.method,
    path: fill(step.path, variables, encodeURIComponent),
    headers: [...filled, ['X-Request-ID', context.nextRequestId()]],
    body: step.body === null ? null : fill(step.body, variables),
    intendedMs: fromMs,
    timeoutMs: context.timeoutMs,
  };
}

function saveInto(
  variables: Map<string, string>,
  values: readonly SavedValue[],
  reply: Reply,
): ErrorKind | null {
  for (const saved of values) {
    const value = valueIn(saved, reply);
    if (value === null) return 'assertion';
    variables.set(saved.name, value);
  }
  return null;
}

function valueIn({ from }: SavedValue, reply: Reply): string | null {
  const value =
    from.kind === 'json'
      ? jsonAt(parseJson(reply.body), from.path)
      : reply.headers[from.header.toLowerCase()];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
