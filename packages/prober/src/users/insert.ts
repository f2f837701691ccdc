/** One user inserts one word, and sends it again when the connection breaks, as a browser does. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import type { Client } from '../http/client.ts';
import type { Exchange, Order } from '../http/request.ts';
import { jsonAt, parseJson } from '../journey/json-path.ts';
import { statusError } from '../journey/judge-reply.ts';
import type { Attempt } from '../load/load.ts';

/**
 * A connection made at once may still reach the accept queue of the load balancer that is just dying; a round trip on a
 * real network takes as long as this.
 */
const beforeRetryMs = 50;

export type Insert = {
  readonly word: string;
  readonly requestId: string;
  readonly intendedMs: number;
  readonly timeoutMs: number;
};

/**
 * Sends `GET /insert/<word>`, and once more under the same id on a fresh connection when the first one was refused or
 * broke before an answer, after a moment (RFC 9110 §9.2.2: safe to repeat, as the id makes it idempotent). A status or a timeout is not
 * sent again. Both together have `timeoutMs`, and the latency is from the intended time to the end of the last.
 */
export async function insertWord(insert: Insert, client: Client, now: () => number): Promise<Attempt> {
  const startedMs = now();
  const first = await client.send(orderOf(insert, insert.timeoutMs), 'any');
  const isRetried = isBroken(first);
  if (isRetried) await delay(beforeRetryMs);
  const leftMs = Math.max(0, insert.timeoutMs - (now() - startedMs));
  const last = isRetried ? await client.send(orderOf(insert, leftMs), 'fresh') : first;
  if (last.kind === 'unsent') return last;
  const error = errorOf(last, insert.word);
  const latencyMs = now() - insert.intendedMs;
  const lagMs = startedMs - insert.intendedMs;
  const counts = { retried: isRetried ? 1 : 0, acknowledged: error === null ? 1 : 0 };
  return { kind: 'ended', ended: { latencyMs, error, lagMs, steps: [], ...counts } };
}

function orderOf({ word, requestId, intendedMs }: Insert, timeoutMs: number): Order {
  const headers = [['X-Request-ID', requestId]] as const;
  return { method: 'GET', path: `/insert/${word}`, headers, body: null, intendedMs, timeoutMs };
}

function isBroken(exchange: Exchange): boolean {
  if (exchange.kind !== 'failed' || exchange.hasAnswer) return false;
  return exchange.error === 'reset' || exchange.error === 'connect-refused';
}

function errorOf(exchange: Exclude<Exchange, { readonly kind: 'unsent' }>, word: string): ErrorKind | null {
  if (exchange.kind === 'failed') return exchange.error;
  const { status, body } = exchange.reply;
  const wrongStatus = statusError(status, 200);
  if (wrongStatus !== null) return wrongStatus;
  return jsonAt(parseJson(body), 'word') === word ? null : 'assertion';
}
