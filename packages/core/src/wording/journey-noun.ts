/** What one run of a journey is called, by its role: plain words, whatever the journeys are named. */
// Words know nothing of what they are used for, so the roles stand here once more.
type ByRole = { readonly load: string; readonly judge: string };

export const nouns: ByRole = { load: 'user request', judge: 'probe' };

/** Where there is little room, in the plural. */
export const shortNouns: ByRole = { load: 'requests', judge: 'probes' };

/** At the beginning of a sentence, in the plural. */
export const sentenceNouns: ByRole = {
  load: 'User requests',
  judge: 'Probes',
};
