/** The default journeys and SLOs. */
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';

/** Their steps are the service's own. Ledgers and documents of versions that had no other journeys use these names. */
export const defaultJourneys = [
  { name: 'users', role: 'load' },
  { name: 'probe', role: 'judge' },
] as const satisfies readonly { readonly name: string; readonly role: JourneyRole }[];

/** The role of a journey in a document that does not state it: all but `users` were judges. */
export function roleOfDefault(name: string): JourneyRole {
  return defaultJourneys.find((journey) => journey.name === name)?.role ?? 'judge';
}

const promised = [
  { sli: 'availability', objective: 0.999 },
  { sli: 'latency', objective: 0.99 },
] as const;

/** Both promises for every journey. */
export function defaultSlos(journeys: readonly { readonly name: string }[]) {
  return journeys.flatMap(({ name }) => promised.map((promise) => ({ journey: name, ...promise })));
}
