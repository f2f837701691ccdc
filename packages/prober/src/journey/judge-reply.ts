/** Does a reply keep what its step asserts? */
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import type { Reply } from '../http/request.ts';
import type { Assertion, Variables } from './journey.ts';
import { jsonAt, parseJson } from './json-path.ts';
import { fill } from './template.ts';

/** An assertion that has seen its step being sent. */
export type Check = (reply: Reply, latencyMs: number) => ErrorKind | null;

/**
 * Begins the assertions of a step that is about to be sent. The returned check names the first failure, the status
 * before all, or returns `null`.
 */
export function beginChecks(assertions: readonly Assertion[], variables: Variables): Check {
  const status = assertions.find((assertion) => assertion.kind === 'status')?.equals ?? null;
  const checks = assertions.map((assertion) => beginCheck(assertion, variables));
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
export function statusError(status: number, expected: number | null): ErrorKind | null {
  if (expected === null ? status >= 200 && status <= 299 : status === expected) return null;
  if (status >= 400 && status <= 499) return 'status-4xx';
  return status >= 500 && status <= 599 ? 'status-5xx' : 'assertion';
}

function beginCheck(assertion: Assertion, variables: Variables): Check {
  if (assertion.kind === 'since-sent') return assertion.begin();
  const holds = predicate(assertion, variables);
  return (reply, latencyMs) => (holds(reply, latencyMs) ? null : 'assertion');
}

type Predicate = (reply: Reply, latencyMs: number) => boolean;

function predicate(
  assertion: Exclude<Assertion, { readonly kind: 'since-sent' }>,
  variables: Variables,
): Predicate {
  switch (assertion.kind) {
    case 'status':
      return () => true;
    case 'header':
      return ({ headers }) => headers[assertion.header.toLowerCase()] === fill(assertion.equals, variables);
    case 'text':
      return ({ body }) => body.includes(fill(assertion.includes, variables));
    case 'regex':
      return ({ body }) => body.search(assertion.matches) >= 0;
    case 'json':
      return ({ body }) => jsonAt(parseJson(body), assertion.path) === filled(assertion.equals, variables);
    case 'json-at-least':
      return ({ body }) => isAtLeast(jsonAt(parseJson(body), assertion.path), assertion.least);
    case 'max-latency':
      return (_, latencyMs) => latencyMs <= assertion.maxMs;
    default:
      return assertion satisfies never;
  }
}

function filled<T>(value: T | string, variables: Variables): T | string {
  return typeof value === 'string' ? fill(value, variables) : value;
}

function isAtLeast(value: unknown, least: number): boolean {
  return typeof value === 'number' && value >= least;
}
