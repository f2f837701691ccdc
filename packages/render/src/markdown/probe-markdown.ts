/** The report of a probe as Markdown: for the summary of a CI run, an issue, a wiki. */
import type { ProbeReport } from '@garbageday/core/report/probe-report.ts';
import { probeHeadline } from '../summary/probe-headline.ts';
import { comparisonSentences, probeCircumstances, probeSentences } from '../summary/probe-sentences.ts';
import { sloRow } from '../summary/slo-row.ts';
import { reportMarks } from '../summary/verdict-mark.ts';
import type { Compared } from '../terminal/probe/comparison-text.ts';
import { escapeMarkdown, markdownList } from './markdown-text.ts';

/** Ends with a line break. `where`: what it was compared with. */
export function renderProbeMarkdown(
  report: ProbeReport,
  compared: readonly Compared[] | null,
  where: string,
): string {
  const blocks = [
    [`# ${reportMarks[report.verdict].glyph} ${escapeMarkdown(probeHeadline(report))}`],
    [escapeMarkdown(probeCircumstances(report))],
    ...report.targets.flatMap((target) => [
      [`## ${escapeMarkdown(target.url)}`],
      [
        ...target.slos.map(sloRow).map(({ mark, name, objective, sentence }) => {
          const title = `**${escapeMarkdown(name)} ${escapeMarkdown(objective)}**`;
          return `- ${mark.glyph} ${title} ${escapeMarkdown(sentence)}`;
        }),
        ...markdownList(probeSentences(target, report)),
      ],
    ]),
    ...(compared === null
      ? []
      : [['## Since last time'], markdownList(comparisonSentences(compared, where))]),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
