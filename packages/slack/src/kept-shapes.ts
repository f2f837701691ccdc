/** The stored parts of alerts and messages, in the outbox and in receipts. */
import {
  amount,
  constant,
  fieldsOf,
  listOf,
  oneOf,
  orNull,
  type Shape,
  text,
  variantsOf,
} from '@garbageday/core/shape.ts';
import type { AlertChange, AlertName, BurningRule } from '@garbageday/render/slack/alert-change.ts';
import type { Block, MarkupText, SlackMessage } from '@garbageday/render/slack/message.ts';

export const severity = oneOf(['page', 'ticket']);

export const alertState = oneOf(['firing', 'resolved']);

const alertName: Shape<AlertName> = fieldsOf({ slo: text, severity });

const rule: Shape<BurningRule> = fieldsOf({
  longSeconds: amount,
  shortSeconds: amount,
  factor: amount,
  long: orNull(amount),
  short: orNull(amount),
});

export const alertChange: Shape<AlertChange> = fieldsOf<AlertChange>({
  service: text,
  slo: text,
  severity,
  state: alertState,
  atMs: amount,
  burn: orNull(amount),
  remaining: orNull(amount),
  exhaustedInSeconds: orNull(amount),
  note: orNull(text),
  objective: orNull(amount),
  window: orNull(text),
  rule: orNull(rule),
  ringing: orNull(listOf(alertName)),
});

const markup: Shape<MarkupText> = fieldsOf({ type: oneOf(['mrkdwn']), text, verbatim: constant(true) });

const block: Shape<Block> = variantsOf<'type', Block>('type', {
  header: { text: fieldsOf({ type: oneOf(['plain_text']), text, emoji: constant(false) }) },
  section: { text: markup },
  context: { elements: listOf(markup) },
  divider: {},
});

export const slackMessage: Shape<SlackMessage> = fieldsOf({ text, blocks: listOf(block) });
