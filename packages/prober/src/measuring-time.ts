/** For a function that measures for about a minute: how long it sends, and how long it may take altogether. */
import type { Journey } from '@garbageday/core/probe/journey.ts';

export type Measuring = {
  /** How long it sends. */
  readonly sendMs: number;
  /** Requests of one journey, one after the other, each of which may take its whole timeout. */
  readonly requests: number;
};

/**
 * A judge sends for 55 s of every minute, each step once; a load the whole minute, each step a second time if it broke.
 */
export function measuringOf({ role, steps }: Pick<Journey, 'role' | 'steps'>): Measuring {
  if (role === 'judge') return { sendMs: 55_000, requests: steps.length };
  return { sendMs: 60_000, requests: 2 * steps.length };
}

/** For starting, and for writing what was measured, with retries. */
const spareMs = 20_000;

/** What the function's timeout must be, in milliseconds, so that a service that hangs is measured and not cut off. */
export function wholeTimeMs(measuring: Measuring, timeoutMs: number): number {
  return measuring.sendMs + lastAnswerMs(measuring, timeoutMs) + spareMs;
}

/** How long, in milliseconds, sending may continue when `remainingMs` are left; 0 if it is too late. */
export function sendTimeMs(measuring: Measuring, timeoutMs: number, remainingMs: number): number {
  const leftMs = remainingMs - lastAnswerMs(measuring, timeoutMs) - spareMs;
  return Math.max(0, Math.min(measuring.sendMs, leftMs));
}

/** From the last journey's start to its end, at worst. */
function lastAnswerMs({ requests }: Measuring, timeoutMs: number): number {
  return requests * timeoutMs;
}
