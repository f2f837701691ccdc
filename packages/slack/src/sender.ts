/** Posts a message, by webhook or as a bot. */
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Message } from './message.ts';

export type SendOptions = {
  /** The message's id in the outbox. */
  readonly id: string;
  /** When the earliest attempt to post it was; null: it cannot have been posted. */
  readonly mayBeOutSinceMs: number | null;
  /** Without blocks: Slack refused them. */
  readonly isPlain: boolean;
};

/** Throws a SlackFailure; may be called again with the same message until it succeeds. */
export type Sender = {
  readonly send: (message: Message, options: SendOptions) => Promise<void>;
  /** Whether a repeat can detect that the first attempt succeeded. */
  readonly canLookBack: boolean;
};

/** The message as it is posted. */
export function worded({ text, blocks }: SlackMessage, { isPlain }: SendOptions): SlackMessage {
  return { text, blocks: isPlain ? [] : blocks };
}
