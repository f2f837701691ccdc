/** The outcome of posting everything in the outbox. */
import { formatPlural } from '@garbageday/core/wording/words.ts';

export type SlackOutcome =
  /** The outbox is empty. `dropped`: what Slack will never accept, one line each. */
  | { readonly kind: 'posted'; readonly posted: number; readonly dropped: readonly string[] }
  /** Something still waits in the outbox for the next time, and why. */
  | {
      readonly kind: 'kept';
      readonly posted: number;
      readonly dropped: readonly string[];
      readonly reason: string;
    }
  /** Slack is not configured: everything waits in the outbox. */
  | { readonly kind: 'not-configured'; readonly reason: string };

/** One line for a log. */
export function describeOutcome(outcome: SlackOutcome): string {
  switch (outcome.kind) {
    case 'posted':
      return `${count(outcome.posted)} posted to Slack${lost(outcome.dropped)}`;
    case 'kept':
      return `${count(outcome.posted)} posted to Slack, the rest is kept for next time: ${outcome.reason}${lost(outcome.dropped)}`;
    case 'not-configured':
      return `Slack is not set up, messages are kept: ${outcome.reason}`;
    default:
      return outcome satisfies never;
  }
}

function count(posted: number): string {
  return formatPlural(posted, 'message');
}

function lost(dropped: readonly string[]): string {
  return dropped.length === 0 ? '' : `; given up: ${dropped.join('; ')}`;
}
