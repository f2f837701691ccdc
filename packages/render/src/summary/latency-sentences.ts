/** How long whole journeys took in a period, from merged histograms. */
import type { Percentiles } from '@garbageday/core/chaos/experiment.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { formatMs } from '../format.ts';

/** Empty for a game day, whose kills tell it before and during, and where nothing was measured. */
export function latencySentences({ kind, latency }: Report): readonly string[] {
  if (kind === 'gameday') return [];
  return [...sentence('User requests', latency.users), ...sentence('Probes', latency.probe)];
}

function sentence(who: string, percentiles: Percentiles | null): readonly string[] {
  if (percentiles === null) return [];
  const { p50, p95, p99 } = percentiles;
  return [`${who}: p50 ${formatMs(p50)}, p95 ${formatMs(p95)}, p99 ${formatMs(p99)}.`];
}
