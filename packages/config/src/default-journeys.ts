/** The journeys of a configuration that names none, and the objectives of one that writes none. */
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';

/** What they do is the service's own. Every ledger and every document of a version that knew no others has these names. */
export const defaultJourneys = [
  { name: 'users', role: 'load' },
  { name: 'probe', role: 'judge' },
] as const satisfies readonly { readonly name: string; readonly role: JourneyRole }[];

/** Of a journey of a document that does not say: every other one judged. */
export function roleOfDefault(name: string): JourneyRole {
  return defaultJourneys.find((journey) => journey.name === name)?.role ?? 'judge';
}

const promised = [
  { sli: 'availability', objective: 0.999 },
  { sli: 'latency', objective: 0.99 },
] as const;

/** Of every journey both. */
export function defaultSlos(journeys: readonly { readonly name: string }[]) {
  return journeys.flatMap(({ name }) => promised.map((promise) => ({ journey: name, ...promise })));
}
