/** The report as one Slack message: the verdict, then objectives, kills, what was refused, and what it proves. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatDuration, formatInstant } from '../format.ts';
import { attributionSentence } from '../summary/attribution-rows.ts';
import { findings, headline } from '../summary/headline.ts';
import { type KillRow, killRows } from '../summary/kill-row.ts';
import { proofRow } from '../summary/proof-row.ts';
import { refusalRows } from '../summary/refusal-row.ts';
import { type SloRow, sloRow } from '../summary/slo-row.ts';
import { killMarks, reportMarks } from '../summary/verdict-mark.ts';
import { context, header, line, list, type SlackLine } from './blocks.ts';
import { fallbackLength, messageLength, mostBlocks } from './limits.ts';
import type { Block, SlackMessage } from './message.ts';
import { signOf, textBar } from './signs.ts';
import { clipEscaped } from './slack-text.ts';

/** How many entries of each list are shown: the most for which the message is short enough. */
const lengths = [20, 10, 5, 3, 1] as const;

/** Whole entries only: what there is no room for is counted in `and 12 more`. */
export function reportMessage(report: Report): SlackMessage {
  const sign = signOf(reportMarks[report.verdict].tone);
  const candidates = lengths.map((most) => blocksOf(report, most));
  const blocks = candidates.find(isShort) ?? candidates.at(-1) ?? [];
  return { text: clipEscaped(`${sign} ${report.service}: ${headline(report)}`, fallbackLength), blocks };
}

function isShort(blocks: readonly Block[]): boolean {
  return blocks.length <= mostBlocks && JSON.stringify(blocks).length <= messageLength;
}

function blocksOf(report: Report, most: number): readonly Block[] {
  const sign = signOf(reportMarks[report.verdict].tone);
  const slos = report.slos.map(sloRow);
  return [
    header(`${sign} ${headline(report)}`),
    ...context(where(report)),
    ...list(
      '',
      findings(report).map((found) => line`${signOf(found.tone)} ${found.text}`),
      most,
    ),
    ...list('Objectives', slos.map(sloLine), most),
    ...context(...slos.slice(0, most).map(({ name, sentence }) => line`${name}: ${sentence}`)),
    ...list('Kills', killRows(report).map(killLine), most),
    ...list('Refused', refusalLines(report), most),
    ...context(line`${attributionSentence(report)}`, ...proofLines(report).slice(0, most)),
  ];
}

function where({ service, platform, fromMs, toMs }: Report): SlackLine {
  return line`*${service}* on ${platform.name}, ${formatInstant(fromMs)} for ${formatDuration(toMs - fromMs)}`;
}

function sloLine({ mark, name, objective, verdict, remaining, budget }: SloRow): SlackLine {
  const left = budget === null ? line`` : line` ${'`'}${textBar(remaining)}${'`'} ${budget}`;
  return line`${signOf(mark.tone)} *${name}* ${objective} ${verdict}${left}`;
}

function killLine(row: KillRow): SlackLine {
  const cost = row.isMeasured
    ? line`${row.badProbes} probes failed, p99 ${row.p99}, ${row.budgetSpent} of the budget`
    : line`nothing measured`;
  return line`${signOf(killMarks[row.verdict].tone)} *${row.target}* ${row.fault} at ${row.at}: ${row.verdict}, ${cost}`;
}

function refusalLines(report: Report): readonly SlackLine[] {
  return refusalRows(report).map(
    ({ group, fault, reason, detail }) => line`🚫 *${group}* ${fault}: ${reason}. ${detail}`,
  );
}

function proofLines({ proofs }: Report): readonly SlackLine[] {
  return proofs.map(proofRow).map(({ group, sentence }) => line`*${group}*: ${sentence}`);
}
