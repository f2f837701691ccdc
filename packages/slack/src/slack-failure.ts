/** Why Slack did not accept a message, in the five ways that matter for what to do next. */
import { formatDuration } from '@garbageday/core/wording/words.ts';
import { BrokenAnswer } from './broken-answer.ts';

export type Failure =
  /** Slack named a time to wait. */
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  /** No answer, or a broken one. `mayBeOut`: Slack may have accepted the message all the same. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly mayBeOut: boolean }
  /** Nothing gets through until a person fixes a token, a scope or a channel. */
  | { readonly kind: 'misconfigured'; readonly reason: string }
  /** This message, as it is, will never be accepted. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The message to update or answer no longer exists. */
  | { readonly kind: 'gone'; readonly reason: string };

export class SlackFailure extends Error {
  readonly code = 'slack';
  readonly failure: Failure;

  constructor(failure: Failure, options?: { readonly cause?: unknown }) {
    super(describeFailure(failure), options);
    this.name = 'SlackFailure';
    this.failure = failure;
  }
}

/** `Slack answered invalid_auth`; never holds a token or a URL. */
export function describeFailure(failure: Failure): string {
  return failure.kind === 'rate-limited'
    ? `Slack asks to wait for ${formatDuration(Math.ceil(failure.retryAfterMs / 1_000) * 1_000)}`
    : failure.reason;
}

/** Connection failures, in words; Node hides the cause one level down. */
export function unreachable(error: unknown): Failure {
  const root = deepest(error);
  if (root instanceof BrokenAnswer) return { kind: 'unreachable', reason: root.message, mayBeOut: true };
  const code = root instanceof Error && 'code' in root ? String(root.code) : '';
  const name = root instanceof Error ? root.name : '';
  if (name === 'TimeoutError')
    return { kind: 'unreachable', reason: 'Slack did not answer in time', mayBeOut: true };
  const mayBeOut = !neverSent.has(code);
  return {
    kind: 'unreachable',
    reason: `Slack cannot be reached${code === '' ? '' : ` (${code})`}`,
    mayBeOut,
  };
}

/** The connection was never made, so Slack cannot have accepted anything. */
const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function deepest(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const inner = 'original' in error ? error.original : error.cause;
  return inner === undefined ? error : deepest(inner);
}
