/** Sends requests as a user would, until there is a correct answer. */
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '@garbageday/core/errors.ts';
import type { AutoScalingGroup } from '../groups/auto-scaling-group.ts';
import { type ReadyCheck, saysReady } from '../load-balancer/load-balancer.ts';
import type { Call } from '../service.ts';

const tryAgainMs = 15;
const answerWithinMs = 2_000;

/**
 * Resolves at the first answer through the load balancer that means yes; rejects when `signal` is aborted, with its
 * reason. All attempts carry the same id, so that a write counts once.
 */
export async function untilReady(baseUrl: string, check: ReadyCheck, signal: AbortSignal): Promise<void> {
  while (!saysReady(check, (await statusOf(`${baseUrl}${check.path}`)) ?? 503)) {
    signal.throwIfAborted();
    await delay(tryAgainMs);
  }
}

/**
 * Resolves when every group is at its size with all its members in service, so that the first users do not reach a load
 * balancer that has no web server yet; rejects like `untilReady`.
 */
export async function untilWhole(groups: readonly AutoScalingGroup[], signal: AbortSignal): Promise<void> {
  while (groups.some((group) => group.describe().isRollingOut)) {
    signal.throwIfAborted();
    await delay(tryAgainMs);
  }
}

/** @throws UsageError for an answer that is not 2xx, because every request of the users would fail. */
export async function requireGoodAnswer(baseUrl: string, { method, path }: Call): Promise<void> {
  const status = await statusOf(`${baseUrl}${path}`, method);
  if (status !== null && status >= 200 && status < 300) return;
  const answer = status === null ? 'is not answered' : `is answered with status ${status}`;
  throw new UsageError(
    `${method} ${path} ${answer}, and users would see a failure each time; name with --path what answers 2xx`,
  );
}

/** The status of the answer; null: there was none. */
export async function statusOf(url: string, method: Call['method'] = 'GET'): Promise<number | null> {
  const headers = { 'x-request-id': 'garbageday-ready' };
  const sent = request(url, { agent: false, method, headers, timeout: answerWithinMs });
  sent.on('timeout', () => sent.destroy(new Error('no answer')));
  try {
    const answered = once(sent, 'response');
    sent.end();
    const [response] = await answered;
    response.resume();
    return response.statusCode;
  } catch {
    return null;
  }
}
