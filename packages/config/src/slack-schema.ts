/** `slack`: where messages link to, and who is mentioned when an alert begins. */
import type { SlackConfiguration } from '@garbageday/core/configuration.ts';
import type { z } from 'zod';
import type { SlackInput } from './configuration-input.ts';
import { shown } from './describe-issue.ts';
import { checkedText, strict } from './fields.ts';

/** Slack allows 3,000 characters in a text, and there are other links in it. */
const longestUrl = 500;

function link() {
  return checkedText(whyNoLink)
    .meta({ kind: 'web address', limits: `up to ${longestUrl} characters` })
    .nullable()
    .default(null);
}

function whyNoLink(text: string): string | null {
  const example = 'write an address, such as "https://example.com/{stage}"';
  if (text.length > longestUrl) return `is ${text.length} characters long; write ${longestUrl} or fewer`;
  const unknown = /\{(?!stage\})[^}]*\}?/.exec(text)?.[0];
  if (unknown !== undefined) return `${shown(unknown)} is not a placeholder; only "{stage}" is replaced`;
  const url = URL.parse(text.replaceAll('{stage}', 'stage'));
  const isWeb = url !== null && ['https:', 'http:'].includes(url.protocol) && !/[\s|<>"]/.test(text);
  return isWeb ? null : `${shown(text)} is not a web address; ${example}`;
}

function mention() {
  return checkedText(whyNoMention).meta({ kind: 'Slack id' }).nullable().default(null);
}

/** Ids, as Slack's "Copy user group ID" and "Copy member ID" give them, because names can change. */
function whyNoMention(text: string): string | null {
  if (/^[SUW][A-Z0-9]{6,20}$/.test(text)) return null;
  return (
    `${shown(text)} is not a Slack id; ` +
    'write that of a user group ("S0123ABCDEF") or of a person ("U0123ABCDEF"), as Slack\'s "Copy … ID" gives it'
  );
}

export const slackSchema = strict({
  links: strict({ dashboard: link(), report: link(), runbook: link() }).prefault({}),
  mention: strict({ page: mention(), ticket: mention() }).prefault({}),
}) satisfies z.ZodType<SlackConfiguration, SlackInput>;
