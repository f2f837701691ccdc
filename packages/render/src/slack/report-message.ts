/**
 * The report as one Slack message: the verdict, what is wrong, what to do, and one line for each thing that is fine.
 */
import type { Report } from '@garbageday/core/report/report.ts';
import { attributionSentence, otherAttributionSentences } from '../summary/attribution-rows.ts';
import { compositeSentences } from '../summary/composite-sentences.ts';
import { headline } from '../summary/headline.ts';
import { latencySentences } from '../summary/latency-sentences.ts';
import { exclusionSentences, policySentence } from '../summary/policy-sentences.ts';
import { proofRow } from '../summary/proof-row.ts';
import { resilienceRows } from '../summary/resilience-rows.ts';
import { usersSentences } from '../summary/users-sentences.ts';
import { reportMarks } from '../summary/verdict-mark.ts';
import { context, header, line, list, type SlackLine } from './blocks.ts';
import { type Frame, notification } from './frame.ts';
import { killLines } from './kill-lines.ts';
import { fallbackLength, isShort } from './limits.ts';
import type { Block, SlackMessage } from './message.ts';
import { objectiveLines, slosToProve } from './objective-lines.ts';
import { changeLines, evidenceLine, generalLines, refusalLines, whereLine } from './report-lines.ts';
import { signOf } from './signs.ts';

/** How many entries of each list are shown: the most for which the message is short enough. */
const lengths = [50, 20, 10, 5, 3, 1] as const;

/** No one reads more general problems than this before the SLOs. */
const mostFindings = 5;

/** Whole entries only: the rest is counted, `and 12 more`. */
export function reportMessage(report: Report, frame: Frame): SlackMessage {
  const candidates = lengths.map((most) => blocksOf(report, frame, most));
  const blocks = candidates.find(isShort) ?? candidates.at(-1) ?? [];
  const sign = signOfReport(report);
  const text = notification(sign, `${report.service}: ${headline(report)}`, frame, fallbackLength);
  return { text, blocks };
}

function blocksOf(report: Report, frame: Frame, most: number): readonly Block[] {
  const few = Math.min(most, mostFindings);
  const [general, objectives, killed] = [generalLines(report), objectiveLines(report), killLines(report)];
  return [
    header(`${signOfReport(report)} ${headline(report)}`),
    ...context([whereLine(report, frame)], 1),
    ...list('', general, few),
    ...list('Objectives', objectives, most),
    ...list('Kills', killed, most),
    ...list('What to do', todo(report, [...general, ...objectives, ...killed]), few),
    ...list('Refused', refusalLines(report), most),
    ...list('What changed', changeLines(report), most),
    { type: 'divider' },
    ...context([...slosToProve(report).map(evidenceLine), ...smallPrint(report)], most + few),
  ];
}

/** "Nothing." is never shown if anything went wrong; without advice, the problems speak for themselves. */
function todo({ advice, verdict }: Report, told: readonly SlackLine[]): readonly SlackLine[] {
  if (advice.length > 0) return advice.map((sentence) => line`• ${sentence}`);
  const signs = [signOf('bad'), signOf('warn')];
  const isQuiet = told.every(({ markup }) => !signs.some((sign) => markup.startsWith(sign)));
  return verdict === 'kept' && isQuiet ? [line`Nothing.`] : [];
}

function signOfReport({ verdict }: Report): string {
  return signOf(reportMarks[verdict].tone);
}

function smallPrint(report: Report): readonly SlackLine[] {
  const users = report.users === null ? [] : usersSentences(report.users);
  const sentences = [
    attributionSentence(report),
    ...otherAttributionSentences(report),
    // A run is too short to be measured against the policy.
    ...(report.kind === 'gameday' ? [] : [policySentence(report)]),
    ...exclusionSentences(report),
    ...compositeSentences(report),
    ...users,
    ...latencySentences(report),
  ];
  return [...sentences.map((sentence) => line`${sentence}`), ...proofLines(report)];
}

/** A period has the last proof of each group; a game day only what it proved itself. */
function proofLines(report: Report): readonly SlackLine[] {
  if (report.kind === 'gameday') {
    return report.proofs.map(proofRow).map(({ group, sentence }) => line`*${group}*: ${sentence}`);
  }
  return resilienceRows(report).map(
    ({ group, proof, lastProof, losses }) => line`*${group}*: ${proof} Last proof: ${lastProof}. ${losses}`,
  );
}
