/** Where the bad events came from: each kill, unplanned losses, and the unexplained rest. */

import type { Report } from '@garbageday/core/report/report.ts';
import type { Attribution } from '@garbageday/core/slo/attribution.ts';
import { formatCount, formatPlural, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { injectedCount, kills } from './kill-row.ts';
import { lossesSentence, notRecorded } from './losses.ts';

export type AttributionRow = { readonly cause: string; readonly bad: string; readonly spent: string };

/** One row per experiment that cost anything, then the rest; empty when there were no bad events. */
export function attributionRows(
  report: Report,
  attribution: Attribution = report.attribution,
): readonly AttributionRow[] {
  if (attribution.bad === 0) return [];
  const causes = attribution.byExperiment
    .filter(({ bad, spent }) => bad > 0 || spent > 0)
    .map(({ experimentId, bad, spent }) => row(causeOf(report, experimentId), bad, spent));
  return [...causes, ...restOf(report, attribution)];
}

function restOf({ kind, unplannedLosses }: Report, attribution: Attribution): readonly AttributionRow[] {
  const { unattributed, unplanned, unexplained, bad, spent } = attribution;
  if (kind === 'gameday' && !hasLost(unplannedLosses))
    return [{ cause: 'not chaos', bad: formatCount(unattributed), spent: '' }];
  return [
    unplanned === null || spent.unplanned === null
      ? { cause: 'unplanned losses', bad: notRecorded, spent: '' }
      : row('unplanned losses', unplanned, spent.unplanned),
    row('unexplained', unexplained, spent.unexplained),
    row('all', bad, spent.total),
  ];
}

function row(cause: string, bad: number, spent: number): AttributionRow {
  return { cause, bad: formatCount(bad), spent: formatShare(spent) };
}

function causeOf(report: Report, experimentId: string): string {
  const index = kills(report).findIndex(({ plan }) => plan.id === experimentId);
  const kill = kills(report)[index];
  if (kill === undefined) return plainText(experimentId);
  return `kill ${index + 1}, ${plainText(kill.target?.slot ?? kill.plan.group)}`;
}

/** A run mentions losses only if there were any, because it has nothing to compare them with. */
function hasLost(losses: Report['unplannedLosses']): boolean {
  return losses !== null && losses.length > 0;
}

/** The sentence about a run's own losses; empty if there were none. A period reports losses for each group. */
function lossesOfRun(report: Report): string {
  const { kind, unplannedLosses } = report;
  if (kind !== 'gameday' || unplannedLosses === null || unplannedLosses.length === 0) return '';
  return ` ${lossesSentence(injectedCount(report), unplannedLosses.length)}`;
}

/** `12 bad events at the probe (failed): 10 caused by chaos, 2 not.` A period also gives the share of the budget. */
export function attributionSentence(report: Report): string {
  return `${eventsSentence(report, report.attribution)}${lossesOfRun(report)}`;
}

/** The same for other SLOs: the bad events of latency, say. Empty if they had none. */
export function otherAttributionSentences(report: Report): readonly string[] {
  return report.otherAttributions
    .filter(({ bad }) => bad > 0)
    .map((attribution) => eventsSentence(report, attribution));
}

function eventsSentence({ kind, unplannedLosses }: Report, attribution: Attribution): string {
  const { bad, chaos, unattributed, unplanned, unexplained, spent } = attribution;
  if (bad === 0) return `No bad events at the probe (${bads[attribution.sli]}): nothing was spent.`;
  const events = `${formatPlural(bad, 'bad event')} at the probe (${bads[attribution.sli]})`;
  if (kind === 'gameday' && !hasLost(unplannedLosses))
    return `${events}: ${formatCount(chaos)} caused by chaos, ${formatCount(unattributed)} not.`;
  const losses =
    unplanned === null || spent.unplanned === null
      ? `unplanned losses ${notRecorded}`
      : `${formatCount(unplanned)} by unplanned losses (${formatShare(spent.unplanned)})`;
  return (
    `${events} took ${formatShare(spent.total)} of the budget of ${plainText(attribution.slo)}: ` +
    `${formatCount(chaos)} caused by chaos (${formatShare(spent.chaos)}), ${losses}, ` +
    `${formatCount(unexplained)} unexplained (${formatShare(spent.unexplained)}).`
  );
}

/** What "bad" means for each SLI. */
const bads: Readonly<Record<Attribution['sli'], string>> = {
  availability: 'failed',
  latency: 'failed or too slow',
};
