/** The journeys of a report, in both documents: only if the keys `users` and `probe` do not cover them. */

import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import type { JourneyDocument } from './game-day-schema.ts';
import { percentiles } from './measured-document.ts';

const roleOfKey = { users: 'load', probe: 'judge' } as const satisfies Readonly<
  Record<keyof Report['latency'], JourneyRole>
>;

/** Left out for one load and one judge named like the documents' keys, which is what older readers expect. */
export function journeysPart({ journeys }: Report): { readonly journeys?: readonly JourneyDocument[] } {
  const keys = Object.entries(roleOfKey);
  if (
    journeys.every(
      ({ name, role, measuredBy }) =>
        measuredBy === undefined && keys.some(([key, of]) => key === name && of === role),
    )
  )
    return {};
  return {
    journeys: journeys.map(({ name, role, measuredBy, sent, failed, latency: felt }) => ({
      ...{ name, role, ...(measuredBy === undefined ? {} : { measuredBy }) },
      ...{ sent, failed, latency: percentiles(felt) },
    })),
  };
}
