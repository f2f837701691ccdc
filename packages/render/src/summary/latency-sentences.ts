/** How long whole journeys took in a period, from merged histograms. */
import type { Report, ReportedJourney } from '@garbageday/core/report/report.ts';
import { sentenceNouns } from '@garbageday/core/wording/journey-noun.ts';
import { formatCount, formatMs } from '../format.ts';

/**
 * Of each journey one; where several have a role, with its name and what failed. Empty for a game day with one load and one
 * judge, whose kills tell it before and during, and where nothing was measured.
 */
export function latencySentences({ kind, journeys }: Report): readonly string[] {
  const isOneOfItsRole = ({ role }: ReportedJourney): boolean =>
    journeys.filter((other) => other.role === role).length === 1;
  const told = kind === 'gameday' ? journeys.filter((journey) => !isOneOfItsRole(journey)) : journeys;
  return told.flatMap((journey) => sentence(journey, isOneOfItsRole(journey)));
}

function sentence({ name, role, sent, failed, latency }: ReportedJourney, isOne: boolean): readonly string[] {
  if (latency === null) return [];
  const who = isOne
    ? sentenceNouns[role]
    : `${sentenceNouns[role]} of ${name}: ${formatCount(failed)} of ${formatCount(sent)} failed`;
  const { p50, p95, p99 } = latency;
  return [`${who}${isOne ? ':' : ';'} p50 ${formatMs(p50)}, p95 ${formatMs(p95)}, p99 ${formatMs(p99)}.`];
}
