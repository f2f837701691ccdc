/** Tells a letter, in the way that a webhook or a bot can. */
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Letter } from './letter.ts';

export type Telling = {
  /** The letter's id in the outbox. */
  readonly id: string;
  /** Since when it may have been posted already; null: it cannot have been. */
  readonly mayBeOutSinceMs: number | null;
  /** Without blocks: Slack refused them. */
  readonly isPlain: boolean;
};

/** Throws a SlackFailure; may be called again with the same letter until it does not. */
export type Teller = {
  readonly tell: (letter: Letter, telling: Telling) => Promise<void>;
  /** Whether a repeat finds out by itself that the first try came through. */
  readonly canLookBack: boolean;
};

/** The message as it is to be told. */
export function worded({ text, blocks }: SlackMessage, { isPlain }: Telling): SlackMessage {
  return { text, blocks: isPlain ? [] : blocks };
}
