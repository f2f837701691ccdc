/** What waits in the outbox: everything needed to post it, even in another process and days later. */
import { recordCodec } from '@garbageday/core/record-codec.ts';
import { amount, fieldsOf, flag, type Shape, text, variantsOf } from '@garbageday/core/shape.ts';
import { type AlertChange, unknownDetails } from '@garbageday/render/slack/alert-change.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Notice } from '@garbageday/render/slack/notice-message.ts';
import { alertChange, alertState, slackMessage } from './kept-shapes.ts';

export type Chart = {
  /** Unique for ever, so that the file can be found again. */
  readonly filename: string;
  readonly title: string;
  /** For people who cannot see it. */
  readonly altText: string;
  readonly pngBase64: string;
};

export type Message =
  | { readonly kind: 'report'; readonly message: SlackMessage }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'alert'; readonly change: AlertChange }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | {
      readonly kind: 'experiment';
      readonly message: SlackMessage;
      /** The key of the day's thread, and its first message. */
      readonly day: { readonly key: string; readonly opening: SlackMessage };
      /** Bad news: also shown in the channel, not only in the thread. */
      readonly isLoud: boolean;
    };

const message: Shape<Message> = variantsOf<'kind', Message>('kind', {
  report: { message: slackMessage },
  chart: { chart: fieldsOf({ filename: text, title: text, altText: text, pngBase64: text }) },
  alert: { change: alertChange },
  notice: { notice: fieldsOf({ name: text, state: alertState, atMs: amount, text }) },
  experiment: {
    message: slackMessage,
    day: fieldsOf({ key: text, opening: slackMessage }),
    isLoud: flag,
  },
});

/** Throws a UsageError of one line for what this version cannot read. */
export const messageCodec = recordCodec({ what: 'a message', shape: message, upgrade: complete });

/** Earlier versions stored less about an alert. */
function complete(former: object): object {
  if (!('change' in former)) return former;
  return { ...former, change: { ...unknownDetails, ...Object(former.change) } };
}
