import type { Target } from '../load-balancer.ts';

/**
 * What the supervisor sends to the embedded load balancer, over Node's IPC channel. It starts listening at the first
 * one.
 */
export type TargetsMessage = { readonly kind: 'targets'; readonly targets: readonly Target[] };

/** What it sends back. `in-service`: on every change, and once before `listening`. */
export type EmbeddedMessage =
  | { readonly kind: 'listening' }
  | { readonly kind: 'in-service'; readonly ids: readonly string[] }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTarget(value: unknown): value is Target {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['port'] === 'number';
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

/** `null` for anything else. */
export function parseTargetsMessage(message: unknown): TargetsMessage | null {
  if (!isObject(message) || message['kind'] !== 'targets') return null;
  const targets = message['targets'];
  return Array.isArray(targets) && targets.every(isTarget) ? { kind: 'targets', targets } : null;
}

/** `null` for anything else. */
export function parseEmbeddedMessage(message: unknown): EmbeddedMessage | null {
  if (!isObject(message)) return null;
  const { kind, ids, code, message: text } = message;
  if (kind === 'listening') return { kind };
  if (kind === 'in-service' && Array.isArray(ids) && ids.every(isString)) return { kind, ids };
  if (kind === 'failed' && isString(code) && isString(text)) return { kind, code, message: text };
  return null;
}
