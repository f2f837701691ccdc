/** The report as one Slack message: the verdict, what to do, the objectives, the kills, what changed, the fine print. */
import type { Report } from '@garbageday/core/report/report.ts';
import { changeRows } from '../summary/change-rows.ts';
import { findings, headline } from '../summary/headline.ts';
import { type KillRow, killRows } from '../summary/kill-row.ts';
import { refusalRows } from '../summary/refusal-row.ts';
import { reportMarks } from '../summary/verdict-mark.ts';
import { context, header, line, list } from './blocks.ts';
import { fallbackLength, messageLength, mostBlocks } from './limits.ts';
import type { Block, SlackMessage } from './message.ts';
import { changeLine, evidenceLine, killLine, refusalLine, sloLines, whereLine } from './report-lines.ts';
import { signOf } from './signs.ts';
import { clipEscaped } from './slack-text.ts';
import { smallPrint } from './small-print.ts';

/** How many entries of each list are shown: the most for which the message is short enough. */
const lengths = [20, 10, 5, 3, 1] as const;

/** More findings than this nobody reads before the objectives. */
const mostFindings = 5;

/** Whole entries only: what there is no room for is counted, `and 12 more`. */
export function reportMessage(report: Report): SlackMessage {
  const candidates = lengths.map((most) => blocksOf(report, most));
  const blocks = candidates.find(isShort) ?? candidates.at(-1) ?? [];
  const text = `${signOfReport(report)} ${report.service}: ${headline(report)}`;
  return { text: clipEscaped(text, fallbackLength), blocks };
}

function isShort(blocks: readonly Block[]): boolean {
  return blocks.length <= mostBlocks && JSON.stringify(blocks).length <= messageLength;
}

function blocksOf(report: Report, most: number): readonly Block[] {
  const few = Math.min(most, mostFindings);
  return [
    header(`${signOfReport(report)} ${headline(report)}`),
    ...context([whereLine(report)], 1),
    ...list(
      '',
      findings(report).map(({ tone, text }) => line`${signOf(tone)} ${text}`),
      few,
    ),
    ...list('What to do', todo(report), few),
    ...list('Objectives', report.slos.map(sloLines), most),
    ...context(report.slos.map(evidenceLine), most),
    ...list('Kills', mostTelling(killRows(report), most).map(killLine), most),
    ...list('Refused', refusalRows(report).map(refusalLine), most),
    ...list('What changed', changeRows(report).map(changeLine), most),
    { type: 'divider' },
    ...context(smallPrint(report), most),
  ];
}

/** Where not all are shown, those that did not pass come first, and the latest before the earliest. */
function mostTelling(rows: readonly KillRow[], most: number): readonly KillRow[] {
  const weight = ({ verdict }: KillRow): number => (verdict === 'pass' ? 0 : 1);
  if (rows.length <= most) return rows;
  return rows.toSorted((a, b) => weight(b) - weight(a) || b.number - a.number);
}

function todo({ advice }: Report) {
  return advice.length === 0 ? [line`Nothing.`] : advice.map((sentence) => line`• ${sentence}`);
}

function signOfReport({ verdict }: Report): string {
  return signOf(reportMarks[verdict].tone);
}
