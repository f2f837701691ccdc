/** The journeys of a live state, by name. */
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import type { LiveJourney, LiveState } from '@garbageday/render/live/live-state.ts';

/** Those of a configuration that names none. */
export const loadAndJudge = [
  { name: 'users', role: 'load' },
  { name: 'probe', role: 'judge' },
] as const;

export function liveJourney(state: LiveState, name: string): LiveJourney {
  return journeyNamed(state.journeys, name);
}

/** The load is changed, and the others are left as they are. */
export function withUsers(state: LiveState, changes: Partial<LiveJourney>): LiveState {
  const journeys = state.journeys.map((one) => (one.role === 'load' ? { ...one, ...changes } : one));
  return { ...state, journeys };
}
