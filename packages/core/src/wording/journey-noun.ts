/** What one run of a journey is called, by its role: plain words, whatever the journeys are named. */
import type { JourneyRole } from '../probe/journey.ts';

export const nouns: Readonly<Record<JourneyRole, string>> = { load: 'user request', judge: 'probe' };

/** Where there is little room, in the plural. */
export const shortNouns: Readonly<Record<JourneyRole, string>> = { load: 'requests', judge: 'probes' };

/** At the beginning of a sentence, in the plural. */
export const sentenceNouns: Readonly<Record<JourneyRole, string>> = {
  load: 'User requests',
  judge: 'Probes',
};
