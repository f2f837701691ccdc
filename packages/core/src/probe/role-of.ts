/** What a journey is for, by the name under which every ledger so far knows it. */
import type { JourneyRole } from './journey.ts';

/** The journey that plays the users is the load; every other one judges. */
export function roleOf(journey: string): JourneyRole {
  return journey === 'users' ? 'load' : 'judge';
}
