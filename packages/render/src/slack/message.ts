/** Messages for Slack, in the few kinds of blocks that we use (https://docs.slack.dev/reference/block-kit/blocks). */

/** Shown as it is: no escaping, no formatting. */
export type PlainText = { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };

/** Slack's own markup; `verbatim` keeps names from becoming links. */
export type MarkupText = { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: MarkupText }
  | { readonly type: 'context'; readonly elements: readonly MarkupText[] }
  | { readonly type: 'divider' };

/** `text` is for notifications, screen readers, and clients that cannot show blocks; escaped. */
export type SlackMessage = { readonly text: string; readonly blocks: readonly Block[] };
