/** What waits in the outbox: everything that a poster needs to tell it, in another process and days later. */
import { type AlertChange, unknownDetails } from '@garbageday/render/slack/alert-change.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Notice } from '@garbageday/render/slack/notice-message.ts';

export type Chart = {
  /** Its own for ever: by it the file is found again. */
  readonly filename: string;
  readonly title: string;
  /** For who cannot see it. */
  readonly altText: string;
  readonly pngBase64: string;
};

export type Letter =
  | { readonly kind: 'report'; readonly message: SlackMessage }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'alert'; readonly change: AlertChange }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | {
      readonly kind: 'experiment';
      readonly message: SlackMessage;
      /** Names the thread of the day, and what begins it. */
      readonly day: { readonly key: string; readonly opening: SlackMessage };
      /** Bad news: the channel shall see it, not only the thread. */
      readonly isLoud: boolean;
    };

const kinds: ReadonlySet<unknown> = new Set(['report', 'chart', 'alert', 'notice', 'experiment']);

/** Null for what this version did not write. */
export function parseLetter(body: string): Letter | null {
  try {
    const letter: Letter = JSON.parse(body);
    return kinds.has(letter.kind) ? complete(letter) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The version before knew less of an alert. */
function complete(letter: Letter): Letter {
  return letter.kind === 'alert' ? { ...letter, change: { ...unknownDetails, ...letter.change } } : letter;
}
