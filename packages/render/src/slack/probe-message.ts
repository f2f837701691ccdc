/** The report of a probe as one Slack message: the verdict, each URL, and how it was measured. */
import type { ProbedTarget, ProbeReport } from '@garbageday/core/report/probe-report.ts';
import { probeHeadline } from '../summary/probe-headline.ts';
import { comparisonSentences, probeCircumstances, probeSentences } from '../summary/probe-sentences.ts';
import { sloRow } from '../summary/slo-row.ts';
import { reportMarks } from '../summary/verdict-mark.ts';
import type { Compared } from '../terminal/probe/comparison-text.ts';
import { context, header, line, list, type SlackLine } from './blocks.ts';
import { bareFrame, notification } from './frame.ts';
import { fallbackLength, isShort } from './limits.ts';
import type { Block, SlackMessage } from './message.ts';
import { signOf } from './signs.ts';

/** How many URLs are shown: the most for which the message is short enough. */
const lengths = [20, 10, 5, 3, 1] as const;

export function probeMessage(
  report: ProbeReport,
  compared: readonly Compared[] | null,
  where: string,
): SlackMessage {
  const sign = signOf(reportMarks[report.verdict].tone);
  const candidates = lengths.map((most) =>
    blocksOf(report, comparisonSentences(compared ?? [], where), most),
  );
  return {
    text: notification(sign, probeHeadline(report), bareFrame, fallbackLength),
    blocks: candidates.find(isShort) ?? candidates.at(-1) ?? [],
  };
}

function blocksOf(report: ProbeReport, comparisons: readonly string[], most: number): readonly Block[] {
  const { targets, verdict } = report;
  const rest = targets.length - most;
  return [
    header(`${signOf(reportMarks[verdict].tone)} ${probeHeadline(report)}`),
    ...targets.slice(0, most).flatMap((target) => list(...ofTarget(target, report))),
    ...(rest > 0 ? list('', [line`_and ${String(rest)} more_`], 1) : []),
    ...list(
      'Since last time',
      comparisons.map((sentence) => line`${sentence}`),
      most,
    ),
    ...context([line`${probeCircumstances(report)}`], 1),
  ];
}

function ofTarget(target: ProbedTarget, report: ProbeReport): [string, readonly SlackLine[], number] {
  const lines = [
    line`*${target.url}*`,
    ...target.slos
      .map(sloRow)
      .map(
        ({ mark, name, objective, sentence }) =>
          line`${signOf(mark.tone)} *${name}* ${objective}: ${sentence}`,
      ),
    ...probeSentences(target, report).map((sentence) => line`${sentence}`),
  ];
  return ['', lines, lines.length];
}
