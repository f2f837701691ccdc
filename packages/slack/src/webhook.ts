/** Posting through an incoming webhook: one message after the other, no threads, no updates. */
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { IncomingWebhook, IncomingWebhookHTTPError } from '@slack/webhook';
import { BrokenAnswer, defaultRetryMs, retryAfterOf } from './broken-answer.ts';
import { type Failure, SlackFailure, unreachable } from './slack-failure.ts';
import { timedFetch } from './timed-fetch.ts';

export type WebhookOptions = {
  readonly url: string;
  readonly timeoutMs: () => number;
  /** Called before each message. */
  readonly pace: () => Promise<void>;
};

export type Webhook = { readonly post: (message: SlackMessage) => Promise<void> };

/**
 * Each post is one request: `@slack/webhook` is told not to retry. Throws a SlackFailure.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function webhook({ url, timeoutMs, pace }: WebhookOptions): Webhook {
  return {
    post: async ({ text, blocks }) => {
      await pace();
      let retryAfterMs = defaultRetryMs;
      const request = timedFetch(timeoutMs);
      const client = new IncomingWebhook(url, {
        retryConfig: { retries: 0 },
        // The library's error does not carry the header.
        fetch: async (to, init) => {
          const response = await request(to, init);
          retryAfterMs = retryAfterOf(response);
          return response;
        },
      });
      try {
        const { text: said } = await client.send(
          blocks.length === 0 ? { text } : { text, blocks: [...blocks] },
        );
        if (said.trim() !== 'ok') {
          throw new BrokenAnswer(
            "Slack's webhook did not answer, but something before it did: is there a proxy?",
          );
        }
      } catch (error) {
        throw new SlackFailure(failureOf(error, retryAfterMs), { cause: error });
      }
    },
  };
}

function failureOf(error: unknown, retryAfterMs: number): Failure {
  if (!(error instanceof IncomingWebhookHTTPError)) return unreachable(error);
  const { statusCode, body } = error;
  const reason = `Slack's webhook answered ${statusCode}${body === '' ? '' : `: ${body.slice(0, 80)}`}`;
  if (statusCode === 429) return { kind: 'rate-limited', retryAfterMs };
  // Of the server errors, only a gateway timeout (504) leaves the outcome unknown.
  if (statusCode >= 500) return { kind: 'unreachable', reason, mayBeOut: statusCode === 504 };
  // 400 is about the message; 403, 404 and 410 are about the webhook, its app or its channel.
  return statusCode === 400 ? { kind: 'rejected', reason } : { kind: 'misconfigured', reason };
}
