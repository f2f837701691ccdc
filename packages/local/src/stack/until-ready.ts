/** Asks as a user would, until there is a right answer. */
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { AutoScalingGroup } from '../groups/auto-scaling-group.ts';

const tryAgainMs = 15;
const answerWithinMs = 2_000;

/**
 * Resolves at the first 200 of the service's ready path through the load balancer; rejects when `signal` is aborted, with its
 * reason. All attempts carry one id, so that a write counts once.
 */
export async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  while (!(await isAnswered(url))) {
    signal.throwIfAborted();
    await delay(tryAgainMs);
  }
}

/**
 * Resolves when every group is at its size with all its members in service, so that the first users meet no load
 * balancer that knows no web server yet; rejects like `untilReady`.
 */
export async function untilWhole(groups: readonly AutoScalingGroup[], signal: AbortSignal): Promise<void> {
  while (groups.some((group) => group.describe().isRollingOut)) {
    signal.throwIfAborted();
    await delay(tryAgainMs);
  }
}

async function isAnswered(url: string): Promise<boolean> {
  const headers = { 'x-request-id': 'garbageday-ready' };
  const sent = request(url, { agent: false, headers, timeout: answerWithinMs });
  sent.on('timeout', () => sent.destroy(new Error('no answer')));
  try {
    const answered = once(sent, 'response');
    sent.end();
    const [response] = await answered;
    response.resume();
    return response.statusCode === 200;
  } catch {
    return false;
  }
}
