/** The trend of each group's resilience: what its kills proved and cost, and how long users took to recover. */
import type { GroupResilience, Report, ResiliencePoint } from '@garbageday/core/report/report.ts';
import { formatMs, formatShare } from '../format.ts';
import { neverLeft } from '../narrate/outcome-words.ts';
import { plainText } from '../plain-text.ts';
import { lossesSentence } from './losses.ts';
import { proofRow } from './proof-row.ts';
import { daysAgo } from './times.ts';

export type ResilienceRow = {
  readonly group: string;
  readonly kills: number;
  /** `30 of 30 kills clean: with 95% confidence at most 9.50% of kills are felt.` */
  readonly proof: string;
  /** `3 d ago`. */
  readonly lastProof: string;
  /** Per kill, oldest first: `0%, 1.99%, 0%`. */
  readonly spent: string;
  /** `never left the steady state`, `recovered in 96.5 s`. */
  readonly recovered: string;
  /** `Planned losses: 2, unplanned losses: 1.` */
  readonly losses: string;
};

/** If there are more kills than this, only the latest are listed one by one. */
const mostPoints = 10;

/** Empty for a game day: a run has no trend. */
export function resilienceRows(report: Report): readonly ResilienceRow[] {
  return report.kind === 'gameday' ? [] : report.resilience.map(resilienceRow);
}

function resilienceRow(resilience: GroupResilience): ResilienceRow {
  const { group, points, daysSinceProof, plannedLosses, unplannedLosses } = resilience;
  return {
    group: plainText(group),
    kills: points.length,
    proof: proofRow(resilience).sentence,
    lastProof: daysSinceProof === null ? 'never' : daysAgo(daysSinceProof),
    spent: series(points, ({ budgetSpent }) => formatShare(budgetSpent)),
    recovered: recoveries(points),
    losses: lossesSentence(plannedLosses, unplannedLosses),
  };
}

function series(points: readonly ResiliencePoint[], textOf: (point: ResiliencePoint) => string): string {
  if (points.length === 0) return 'no kill';
  const latest = points.slice(-mostPoints).map(textOf);
  return points.length > mostPoints ? `… ${latest.join(', ')}` : latest.join(', ');
}

/** Recovery times of the kills that users felt; the others are covered by one clause. */
function recoveries(points: readonly ResiliencePoint[]): string {
  if (points.length === 0) return 'no kill';
  if (points.every(({ recoverMs }) => recoverMs === 0)) return neverLeft;
  const felt = points.filter(({ recoverMs }) => recoverMs !== 0);
  const rest = felt.length < points.length ? `, and ${neverLeft} at the others` : '';
  return `recovered in ${series(felt, ({ recoverMs }) => formatMs(recoverMs))}${rest}`;
}

/**
 * `Last proof: 3 d ago. Spent per kill: 0%, 1.99%. Users recovered in 96.5 s, and never left the steady state at the
 * others. Planned losses: 2, unplanned losses: not recorded.`
 */
export function trendSentence(row: ResilienceRow): string {
  const kills = row.kills === 0 ? 'No kill.' : `Spent per kill: ${row.spent}. Users ${row.recovered}.`;
  return `Last proof: ${row.lastProof}. ${kills} ${row.losses}`;
}
