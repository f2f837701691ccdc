/** Does a reply meet the expectations of its step? */
import type { Expectation } from '@garbageday/core/probe/journey.ts';
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import type { Reply } from '../http/request.ts';
import type { Counter } from './counter.ts';
import { jsonAt, parseJson } from './json-path.ts';
import { fill } from './template.ts';
import type { Variables } from './variables.ts';

/** A check created when its step was sent. */
export type Check = (reply: Reply, latencyMs: number) => ErrorKind | null;

/** What the expectations of a step know when it is sent. */
export type Known = {
  readonly variables: Variables;
  readonly counterOf: (name: string) => Counter;
};

/**
 * Starts the expectations of a step that is about to be sent. The returned check names the first failure (the status is
 * checked first), or returns `null`.
 */
export function beginChecks(expectations: readonly Expectation[], known: Known): Check {
  const status = expectations.find((expectation) => expectation.kind === 'status')?.equals ?? null;
  const checks = expectations.map((expectation) => beginCheck(expectation, known));
  return (reply, latencyMs) => {
    const wrongStatus = statusError(reply.status, status);
    if (wrongStatus !== null) return wrongStatus;
    for (const check of checks) {
      const error = check(reply, latencyMs);
      if (error !== null) return error;
    }
    return null;
  };
}

/** `expected`: the one good status; `null`: any 2xx. */
function statusError(status: number, expected: number | null): ErrorKind | null {
  if (expected === null ? status >= 200 && status <= 299 : status === expected) return null;
  if (status >= 400 && status <= 499) return 'status-4xx';
  return status >= 500 && status <= 599 ? 'status-5xx' : 'assertion';
}

function beginCheck(expectation: Expectation, known: Known): Check {
  if (expectation.kind === 'increases') {
    const acknowledge = known.counterOf(fill(expectation.counter, known.variables)).startIncrease();
    return () => {
      acknowledge();
      return null;
    };
  }
  if (expectation.kind === 'neverLess') {
    const isRecent = known.counterOf(fill(expectation.counter, known.variables)).startRead();
    return ({ body }) => (isRecent(numberAt(parseJson(body), expectation.path)) ? null : 'stale');
  }
  const holds = predicate(expectation, known.variables);
  return (reply, latencyMs) => (holds(reply, latencyMs) ? null : 'assertion');
}

type Predicate = (reply: Reply, latencyMs: number) => boolean;

function predicate(
  expectation: Exclude<Expectation, { readonly kind: 'increases' | 'neverLess' }>,
  variables: Variables,
): Predicate {
  switch (expectation.kind) {
    case 'status':
      return () => true;
    case 'header':
      return ({ headers }) =>
        headers[expectation.header.toLowerCase()] === fill(expectation.equals, variables);
    case 'text':
      return ({ body }) => body.includes(fill(expectation.includes, variables));
    case 'regex':
      return ({ body }) => new RegExp(expectation.matches).test(body);
    case 'json':
      return ({ body }) =>
        jsonAt(parseJson(body), expectation.path) === filled(expectation.equals, variables);
    case 'atLeast':
      return ({ body }) => numberAt(parseJson(body), expectation.path) >= expectation.least;
    case 'list':
      return ({ body }) => isList(jsonAt(parseJson(body), expectation.path), expectation);
    case 'latency':
      return (_, latencyMs) => latencyMs <= expectation.mostMs;
    default:
      return expectation satisfies never;
  }
}

function filled<T>(value: T | string, variables: Variables): T | string {
  return typeof value === 'string' ? fill(value, variables) : value;
}

function isList(
  list: unknown,
  { most, descendingBy }: Extract<Expectation, { readonly kind: 'list' }>,
): boolean {
  if (!Array.isArray(list) || list.length > most) return false;
  const numbers = list.map((entry: unknown) => numberAt(entry, descendingBy));
  return numbers.every((number, index) => number <= (numbers[index - 1] ?? Infinity));
}

/** NaN if it is not a number: every comparison with it is false. */
function numberAt(document: unknown, path: string): number {
  const number = jsonAt(document, path);
  return typeof number === 'number' ? number : Number.NaN;
}
