/** The kills of a report: a few are listed one by one, many become a line of figures and the exceptions. */

import type { Report } from '@garbageday/core/report/report.ts';
import { nouns } from '@garbageday/core/wording/words.ts';
import { formatCount, formatMs, formatPlural, formatShare } from '../format.ts';
import {
  asSentence,
  failedUnlessSaid,
  type KillVerdict,
  verdictCount,
  verdictWord,
} from '../narrate/outcome-words.ts';
import { plainText } from '../plain-text.ts';
import { impactOf, injectedCount, type KillRow, killRows, kills } from '../summary/kill-row.ts';
import { notRecorded } from '../summary/losses.ts';
import { killMarks } from '../summary/verdict-mark.ts';
import { line, type SlackLine, when } from './blocks.ts';
import { signOf } from './signs.ts';

/** More kills than this are only counted. */
const mostInFull = 3;

/** The worst first; of two equally bad, the later one. */
const severities: Readonly<Record<KillVerdict, number>> = {
  fail: 0,
  'no end': 1,
  aborted: 2,
  inconclusive: 3,
  pass: 4,
  'dry run': 5,
};

export function killLines(report: Report): readonly SlackLine[] {
  const rows = killRows(report).toSorted(
    (a, b) => severities[a.verdict] - severities[b.verdict] || b.number - a.number,
  );
  if (rows.length <= mostInFull) return [...rows.map(killLine), ...lossLines(report)];
  const odd = rows.filter(({ verdict }) => severities[verdict] < severities.pass);
  return [line`${figures(report, rows)}`, ...lossLines(report), ...odd.map(killLine)];
}

/**
 * Losses that no experiment caused; a month's closing report also states that there were none, or that they are not
 * recorded.
 */
function lossLines({ kind, unplannedLosses }: Report): readonly SlackLine[] {
  if (unplannedLosses === null || unplannedLosses.length === 0) {
    const count = unplannedLosses === null ? notRecorded : 'none';
    return kind === 'month' ? [line`Unplanned losses: ${count}.`] : [];
  }
  const groups = [...new Set(unplannedLosses.map(({ group }) => group))];
  const counts = groups.map(
    (group) =>
      `${formatCount(unplannedLosses.filter((loss) => loss.group === group).length)} of ${plainText(group)}`,
  );
  return [line`${signOf('warn')} Unplanned losses: ${counts.join(', ')}.`];
}

/** `60 kills: 57 passed, 2 failed, 1 aborted. 14 of 5,400 probes failed; the slowest recovery took 1 min 37 s.` */
function figures(report: Report, rows: readonly KillRow[]): string {
  const counts = (['pass', 'fail', 'no end', 'aborted', 'inconclusive', 'dry run'] as const).flatMap(
    (verdict) => {
      const count = rows.filter((row) => row.verdict === verdict).length;
      return count === 0 ? [] : [verdictCount(verdict, count)];
    },
  );
  const impacts = kills(report).flatMap((kill) => impactOf(kill) ?? []);
  const sum = (of: 'sent' | 'bad') => impacts.reduce((total, { probes }) => total + probes[of], 0);
  const slowest = impacts.reduce((longest, { recoverMs }) => Math.max(longest, recoverMs ?? 0), 0);
  const felt =
    impacts.length === 0
      ? ''
      : ` ${formatCount(sum('bad'))} of ${formatPlural(sum('sent'), nouns.judge)} failed${recovery(slowest)}.`;
  // Not every experiment got as far as injecting its fault.
  const noun = injectedCount(report) === rows.length ? 'kill' : 'experiment';
  return `${formatPlural(rows.length, noun)}: ${counts.join(', ')}.${felt}${cost(report)}`;
}

function recovery(slowestMs: number): string {
  return slowestMs === 0 ? '' : `; the slowest recovery took ${formatMs(slowestMs)}`;
}

/** Empty for a run, where each kill shows its cost. */
function cost({ kind, attribution: { slo, spent } }: Report): string {
  return kind === 'gameday'
    ? ''
    : ` Chaos spent ${formatShare(spent.chaos)} of the budget of ${plainText(slo)}.`;
}

/** What the kill did to users, and what it cost; for one that did not pass, also why. */
function killLine(row: KillRow): SlackLine {
  const what = line`${signOf(killMarks[row.verdict].tone)} *${row.target}* ${row.fault}, ${when(row.atMs)}: ${verdictWord(row.verdict)}`;
  const why =
    row.verdict === 'pass' || row.reasons.length === 0 ? '.' : `. ${row.reasons.map(asSentence).join(' ')}`;
  if (!row.isMeasured) return line`${what}${why}`;
  const failed = failedUnlessSaid(row.badProbes, row.verdict === 'pass' ? [] : row.reasons);
  return line`${what}${why} ${failed}p99 ${row.p99}, users ${row.recovery}, cost ${row.budgetSpent} of the budget.`;
}
