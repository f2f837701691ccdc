/** Posts one message of the outbox, with as many attempts as it takes while there is time. */

import { UsageError } from '@garbageday/core/errors.ts';
import type { Clock, Outbox, QueuedMessage } from '@garbageday/core/ports.ts';
import type { Lease } from './lease.ts';
import { type Message, messageCodec } from './message.ts';
import type { Sender, SendOptions } from './sender.ts';
import { describeFailure, type Failure, SlackFailure } from './slack-failure.ts';

export type Delivery =
  | { readonly kind: 'posted' }
  /** Slack will never accept it, or it cannot be decoded. */
  | { readonly kind: 'dropped'; readonly reason: string }
  /** Not now. */
  | { readonly kind: 'kept'; readonly reason: string };

export type Queue = {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly sender: Sender;
  readonly lease: Lease;
};

/** What one message needs of it. */
export type Delivering = Pick<Queue, 'clock' | 'sender'> & {
  readonly outbox: Pick<Outbox, 'markAttempted'>;
  readonly lease: Pick<Lease, 'leftMs' | 'extend'>;
};

const firstBackoffMs = 500;
const longestBackoffMs = 8_000;
/** A second for Slack's pace, and one for its answer: with less, the outcome would remain unknown. */
const shortestTryMs = 2_000;
/** Through a webhook a repeat may create a second copy: one duplicate is better than no message, five are not. */
const mostBlindRepeats = 1;

export async function deliver(queue: Delivering, queued: QueuedMessage): Promise<Delivery> {
  const message = read(queued);
  if (message.kind === 'dropped') return message;
  const sinceMs = queued.attemptedAtMs ?? queue.clock.now();
  let failure: Failure | null = null;
  let isPlain = false;
  let blindRepeats = 0;
  for (let tries = 0; ; tries += 1) {
    if (!(await mayTry(queue))) return { kind: 'kept', reason: reasonOf(failure) };
    if (queued.attemptedAtMs === null && tries === 0) await queue.outbox.markAttempted(queued, sinceMs);
    const isFirst = queued.attemptedAtMs === null && tries === 0;
    const options = { id: queued.id, mayBeOutSinceMs: isFirst ? null : sinceMs, isPlain };
    failure = await attempt(queue, message, options);
    if (failure === null) return { kind: 'posted' };
    if (isFinal(failure) && isPlain) return dropped(queued, failure);
    if (isFinal(failure)) {
      isPlain = true;
      continue;
    }
    if (failure.kind === 'unreachable' && failure.mayBeOut) blindRepeats += 1;
    const isTooBlind = !queue.sender.canLookBack && blindRepeats > mostBlindRepeats;
    if (isTooBlind || !(await waited(queue, failure, tries))) {
      return { kind: 'kept', reason: describeFailure(failure) };
    }
  }
}

/** Waiting would not make it readable, and would block all others. */
function read({ id, body }: QueuedMessage): Message | Extract<Delivery, { kind: 'dropped' }> {
  try {
    return messageCodec.decode(body);
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'dropped', reason: `${id}: ${error.message}` };
    throw error;
  }
}

function isFinal({ kind }: Failure): boolean {
  return kind === 'rejected' || kind === 'gone';
}

function dropped({ id }: QueuedMessage, failure: Failure): Delivery {
  return { kind: 'dropped', reason: `${id}: ${describeFailure(failure)}` };
}

function reasonOf(failure: Failure | null): string {
  return failure === null ? 'no time left' : describeFailure(failure);
}

async function mayTry({ lease }: Delivering): Promise<boolean> {
  return lease.leftMs() >= shortestTryMs && (await lease.extend());
}

/** Null if it was posted. */
async function attempt(
  { sender }: Delivering,
  message: Message,
  options: SendOptions,
): Promise<Failure | null> {
  try {
    await sender.send(message, options);
    return null;
  } catch (error) {
    if (error instanceof SlackFailure) return error.failure;
    throw error;
  }
}

/** Whether to try again: waits as long as Slack asks, or a little longer each time, if there is time. */
async function waited({ clock, lease }: Delivering, failure: Failure, tries: number): Promise<boolean> {
  if (failure.kind === 'misconfigured') return false;
  const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** tries);
  const waitMs = failure.kind === 'rate-limited' ? failure.retryAfterMs : backoffMs;
  if (waitMs >= lease.leftMs()) return false;
  await clock.sleep(waitMs);
  return true;
}
