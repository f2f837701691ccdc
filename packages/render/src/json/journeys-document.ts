/** The journeys of a report, in both documents: only where the keys `users` and `probe` do not say it all. */

import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import type { JourneyDocument } from './game-day-schema.ts';
import { percentiles } from './measured-document.ts';

const roleOfKey = { users: 'load', probe: 'judge' } as const satisfies Readonly<
  Record<keyof Report['latency'], JourneyRole>
>;

/** Nothing for one load and one judge that are named as the documents' keys are: what readers have known all along. */
export function journeysPart({ journeys }: Report): { readonly journeys?: readonly JourneyDocument[] } {
  const keys = Object.entries(roleOfKey);
  if (journeys.every(({ name, role }) => keys.some(([key, of]) => key === name && of === role))) return {};
  return {
    journeys: journeys.map(({ name, role, sent, failed, latency: felt }) => ({
      ...{ name, role, sent, failed, latency: percentiles(felt) },
    })),
  };
}
