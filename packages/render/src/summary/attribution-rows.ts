/** Where the bad events came from: each kill, and what chaos did not cause. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatCount, formatPlural, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { kills } from './kill-row.ts';

export type AttributionRow = { readonly cause: string; readonly bad: string; readonly spent: string };

/** One row per experiment that cost anything, then the rest; empty when there were no bad events. */
export function attributionRows(report: Report): readonly AttributionRow[] {
  const { attribution } = report;
  if (attribution.bad === 0) return [];
  const causes = attribution.byExperiment
    .filter(({ bad, spent }) => bad > 0 || spent > 0)
    .map(({ experimentId, bad, spent }) => ({
      cause: causeOf(report, experimentId),
      bad: formatCount(bad),
      spent: formatShare(spent),
    }));
  return [...causes, { cause: 'not chaos', bad: formatCount(attribution.unattributed), spent: '' }];
}

function causeOf(report: Report, experimentId: string): string {
  const index = kills(report).findIndex(({ plan }) => plan.id === experimentId);
  const kill = kills(report)[index];
  if (kill === undefined) return plainText(experimentId);
  return `kill ${index + 1}, ${plainText(kill.target?.slot ?? kill.plan.group)}`;
}

/** `12 bad events at the probe: 10 caused by chaos, 2 not.` */
export function attributionSentence({ attribution }: Report): string {
  const { bad, chaos, unattributed } = attribution;
  if (bad === 0) return 'No bad events at the probe: nothing was spent.';
  return `${formatPlural(bad, 'bad event')} at the probe: ${formatCount(chaos)} caused by chaos, ${formatCount(unattributed)} not.`;
}
