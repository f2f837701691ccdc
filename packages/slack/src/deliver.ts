/** Posts one message of the outbox, as often as it takes and as long as there is time. */

import { UsageError } from '@garbageday/core/errors.ts';
import type { Clock, Outbox, QueuedMessage } from '@garbageday/core/ports.ts';
import { type Letter, letterCodec } from './letter.ts';
import { describeFailure, type Failure, SlackFailure } from './slack-failure.ts';
import type { Teller, Telling } from './teller.ts';
import type { Tenure } from './tenure.ts';

export type Delivery =
  | { readonly kind: 'posted' }
  /** Slack will never take it, or nobody can read it. */
  | { readonly kind: 'dropped'; readonly reason: string }
  /** Not now. */
  | { readonly kind: 'kept'; readonly reason: string };

export type PostOffice = {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly teller: Teller;
  readonly tenure: Tenure;
};

const firstBackoffMs = 500;
const longestBackoffMs = 8_000;
/** A second for Slack's pace, and one for its answer: less would only leave a doubt. */
const shortestTryMs = 2_000;
/** Through a webhook a repeat may be a second copy: one is better than none, five are not. */
const mostBlindRepeats = 1;

export async function deliver(office: PostOffice, message: QueuedMessage): Promise<Delivery> {
  const letter = read(message);
  if (letter.kind === 'dropped') return letter;
  const sinceMs = message.attemptedAtMs ?? office.clock.now();
  let failure: Failure | null = null;
  let isPlain = false;
  let blindRepeats = 0;
  for (let tries = 0; ; tries += 1) {
    if (!(await mayTry(office))) return { kind: 'kept', reason: reasonOf(failure) };
    if (message.attemptedAtMs === null && tries === 0) await office.outbox.markAttempted(message, sinceMs);
    const isFirst = message.attemptedAtMs === null && tries === 0;
    const telling = { id: message.id, mayBeOutSinceMs: isFirst ? null : sinceMs, isPlain };
    failure = await attempt(office, letter, telling);
    if (failure === null) return { kind: 'posted' };
    if (isFinal(failure) && isPlain) return dropped(message, failure);
    if (isFinal(failure)) {
      isPlain = true;
      continue;
    }
    if (failure.kind === 'unreachable' && failure.mayBeOut) blindRepeats += 1;
    const isTooBlind = !office.teller.canLookBack && blindRepeats > mostBlindRepeats;
    if (isTooBlind || !(await waited(office, failure, tries))) {
      return { kind: 'kept', reason: describeFailure(failure) };
    }
  }
}

/** Waiting would not make it readable, and would keep all others waiting. */
function read({ id, body }: QueuedMessage): Letter | Extract<Delivery, { kind: 'dropped' }> {
  try {
    return letterCodec.decode(body);
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

async function mayTry({ tenure }: PostOffice): Promise<boolean> {
  return tenure.leftMs() >= shortestTryMs && (await tenure.extend());
}

/** Null when it was posted. */
async function attempt({ teller }: PostOffice, letter: Letter, telling: Telling): Promise<Failure | null> {
  try {
    await teller.tell(letter, telling);
    return null;
  } catch (error) {
    if (error instanceof SlackFailure) return error.failure;
    throw error;
  }
}

/** Whether another try makes sense: waits as long as Slack asks, or a little longer each time, if there is time. */
async function waited({ clock, tenure }: PostOffice, failure: Failure, tries: number): Promise<boolean> {
  if (failure.kind === 'misconfigured') return false;
  const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** tries);
  const waitMs = failure.kind === 'rate-limited' ? failure.retryAfterMs : backoffMs;
  if (waitMs >= tenure.leftMs()) return false;
  await clock.sleep(waitMs);
  return true;
}
