/** What an error of `@slack/web-api` means. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { BrokenAnswer } from './broken-answer.ts';
import { type Failure, unreachable } from './slack-failure.ts';

/** About the message itself: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const rejections: ReadonlySet<string> = new Set([
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
]);

/** The message to update or answer was deleted, or can no longer be updated. */
const goners: ReadonlySet<string> = new Set([
  'cannot_reply_to_message',
  'cant_update_message',
  'edit_window_closed',
  'message_not_found',
  'thread_not_found',
]);

/** Slack's own trouble, reported in a reply of status 200. */
const troubles: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);

/** Null if it is not a failure of Slack, and thus a bug. */
export function webFailure(error: unknown): Failure | null {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'rate-limited', retryAfterMs: error.retryAfter * 1_000 };
  }
  if (error instanceof WebAPIHTTPError) {
    return { kind: 'unreachable', reason: `Slack answered with status ${error.statusCode}`, mayBeOut: true };
  }
  if (error instanceof WebAPIPlatformError) return platformFailure(error);
  return error instanceof WebAPIRequestError || isCutShort(error) ? unreachable(error) : null;
}

/** An incomplete answer, a broken connection or a timeout, passed on as it is. */
function isCutShort(error: unknown): boolean {
  if (error instanceof BrokenAnswer) return true;
  return error instanceof Error && (error.name === 'TimeoutError' || error.message === 'terminated');
}

/** An unknown error keeps the message: the person who reads the line can tell what to fix. */
function platformFailure({ data }: WebAPIPlatformError): Failure {
  const needed = 'needed' in data ? ` (needs ${String(data.needed)})` : '';
  const reason = `Slack answered ${data.error.slice(0, 80)}${needed}`;
  if (data.error === 'ratelimited' || data.error === 'rate_limited') {
    return { kind: 'rate-limited', retryAfterMs: 1_000 };
  }
  if (rejections.has(data.error)) return { kind: 'rejected', reason };
  if (goners.has(data.error)) return { kind: 'gone', reason };
  if (troubles.has(data.error)) return { kind: 'unreachable', reason, mayBeOut: true };
  return { kind: 'misconfigured', reason };
}
