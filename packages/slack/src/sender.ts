/** Tells a message, in the way that a webhook or a bot can. */
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Message } from './message.ts';

export type SendOptions = {
  /** The message's id in the outbox. */
  readonly id: string;
  /** Since when it may have been posted already; null: it cannot have been. */
  readonly mayBeOutSinceMs: number | null;
  /** Without blocks: Slack refused them. */
  readonly isPlain: boolean;
};

/** Throws a SlackFailure; may be called again with the same message until it does not. */
export type Sender = {
  readonly send: (message: Message, options: SendOptions) => Promise<void>;
  /** Whether a repeat finds out by itself that the first try came through. */
  readonly canLookBack: boolean;
};

/** The message as it is to be told. */
export function worded({ text, blocks }: SlackMessage, { isPlain }: SendOptions): SlackMessage {
  return { text, blocks: isPlain ? [] : blocks };
}
