/** How long whole journeys took in a period, from merged histograms. */
import type { Report, ReportedJourney } from '@garbageday/core/report/report.ts';
import { sentenceNouns } from '@garbageday/core/wording/words.ts';
import { formatCount, formatMs } from '../format.ts';
import { countedBy } from './counted-by.ts';

/**
 * One for each journey; if several share a role, with its name and failures. Empty for a game day with one load and one
 * judge, whose kills show it before and during the fault, and if nothing was measured.
 */
export function latencySentences({ kind, journeys }: Report): readonly string[] {
  const isOneOfItsRole = ({ role }: ReportedJourney): boolean =>
    journeys.filter((other) => other.role === role).length === 1;
  const told = kind === 'gameday' ? journeys.filter((journey) => !isOneOfItsRole(journey)) : journeys;
  return told.flatMap((journey) => sentence(journey, isOneOfItsRole(journey)));
}

function sentence(journey: ReportedJourney, isOne: boolean): readonly string[] {
  const { name, role, measuredBy, sent, failed, latency } = journey;
  if (latency === null) return [];
  const where = measuredBy === undefined ? '' : `, in ${countedBy[measuredBy]}`;
  const who = isOne
    ? `${sentenceNouns[role]}${where}`
    : `${sentenceNouns[role]} of ${name}${where}: ${formatCount(failed)} of ${formatCount(sent)} failed`;
  // Metrics tell a few percentiles of each minute, and no more of what is between them.
  const bound = measuredBy === 'alb-metrics' ? 'at most ' : '';
  const { p50, p95, p99 } = latency;
  const [first, second, third] = [p50, p95, p99].map((ms) => `${bound}${formatMs(ms)}`);
  return [`${who}${isOne ? ':' : ';'} p50 ${first}, p95 ${second}, p99 ${third}.`];
}
