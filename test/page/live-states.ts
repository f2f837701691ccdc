/** Live states for the page: what the fold of a run would hand over. */
import type { LiveSecond, LiveState } from '@garbageday/render/live/live-state.ts';
import { sampleLiveState } from '../render/sample-live-state.ts';

export const beganMs = 1_000_000;

export function second(index: number, changes: Partial<LiveSecond> = {}): LiveSecond {
  return {
    startMs: beganMs + index * 1_000,
    total: 10,
    bad: 0,
    p50Ms: 4,
    p95Ms: 7,
    p99Ms: 9,
    maxMs: 12,
    ...changes,
  };
}

/** So many seconds after the first request. */
export function liveStateAt(count: number, changes: Partial<LiveState> = {}): LiveState {
  const seconds = Array.from({ length: count }, (_, index) => second(index)).slice(-240);
  return {
    ...sampleLiveState,
    nowMs: beganMs + count * 1_000,
    elapsedMs: count * 1_000,
    journeys: [{ name: 'users', role: 'load', sent: count * 10, failed: 0, retried: 0, seconds }],
    kills: [],
    next: null,
    ...changes,
  };
}
