/** Walks one journey through, once. */

import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import type { JourneyOutcome, StepOutcome } from '@garbageday/core/probe/slice-builder.ts';
import type { Client } from '../http/client.ts';
import type { Phases } from '../http/phases.ts';
import type { Order, Reply } from '../http/request.ts';
import type { Extraction, Journey, Step } from './journey.ts';
import { jsonAt, parseJson } from './json-path.ts';
import { beginChecks } from './judge-reply.ts';
import { fill } from './template.ts';

export type JourneyContext = {
  readonly client: Client;
  readonly now: () => number;
  readonly timeoutMs: number;
  /** A new id for each request: a repeated one would be taken for a retry and not counted twice. */
  readonly nextRequestId: () => string;
};

/** A sent step and where its time went. */
export type StepRun = StepOutcome & { readonly phases: Phases };

/** How one journey went; `unsent`: this machine could not send it, which is no event. */
export type JourneyRun =
  | { readonly kind: 'ran'; readonly outcome: JourneyOutcome & { readonly steps: readonly StepRun[] } }
  | { readonly kind: 'unsent'; readonly cause: Error };

/**
 * Sends the steps one after the other, each once. The first that fails is the journey's error, and the steps after it
 * are not attempted. Latency counts from `intendedMs` (epoch milliseconds), of later steps from the end of the one before.
 */
export async function runJourney(
  journey: Journey,
  intendedMs: number,
  context: JourneyContext,
): Promise<JourneyRun> {
  const variables = new Map<string, string>();
  const steps: StepRun[] = [];
  let fromMs = intendedMs;
  for (const step of journey.steps) {
    const run = await runStep(step, { fromMs, variables, context });
    if (run.kind === 'unsent') return run;
    steps.push(run.step);
    if (run.step.error !== null) break;
    fromMs += run.step.latencyMs;
  }
  const latencyMs = steps.reduce((sum, step) => sum + step.latencyMs, 0);
  const [error, lagMs] = [steps.at(-1)?.error ?? null, steps[0]?.phases.lagMs ?? 0];
  return { kind: 'ran', outcome: { latencyMs, error, retried: 0, lagMs, steps } };
}

type StepContext = {
  readonly fromMs: number;
  readonly variables: Map<string, string>;
  readonly context: JourneyContext;
};

async function runStep(
  step: Step,
  { fromMs, variables, context }: StepContext,
): Promise<
  { readonly kind: 'sent'; readonly step: StepRun } | { readonly kind: 'unsent'; readonly cause: Error }
> {
  const check = beginChecks(step.assertions, variables);
  const exchange = await context.client.send(orderOf(step, { fromMs, variables, context }), 'any');
  if (exchange.kind === 'unsent') return exchange;
  const { phases } = exchange;
  const latencyMs = context.now() - fromMs;
  const error =
    exchange.kind === 'failed'
      ? exchange.error
      : (check(exchange.reply, latencyMs) ?? extractInto(variables, step.extract, exchange.reply));
  return { kind: 'sent', step: { step: step.name, latencyMs, error, phases } };
}

function orderOf(step: Step, { fromMs, variables, context }: StepContext): Order {
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

function extractInto(
  variables: Map<string, string>,
  extractions: readonly Extraction[],
  reply: Reply,
): ErrorKind | null {
  for (const extraction of extractions) {
    const value = extracted(extraction, reply);
    if (value === null) return 'assertion';
    variables.set(extraction.name, value);
  }
  return null;
}

function extracted({ from }: Extraction, reply: Reply): string | null {
  const value =
    from.kind === 'json'
      ? jsonAt(parseJson(reply.body), from.path)
      : reply.headers[from.header.toLowerCase()];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
