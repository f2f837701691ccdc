/** The report on a probe as text: the verdict first, then SLOs, latency, failures and phases for each URL. */
import type { ProbedTarget, ProbeReport } from '@garbageday/core/report/probe-report.ts';
import { formatMs, formatPlural } from '../../format.ts';
import { probeHeadline } from '../../summary/probe-headline.ts';
import { lagText, probeCircumstances, soonDays } from '../../summary/probe-sentences.ts';
import { sloRow } from '../../summary/slo-row.ts';
import { reportMarks } from '../../summary/verdict-mark.ts';
import { fitLine } from '../fit.ts';
import { paint } from '../paint.ts';
import { paragraph, section } from '../report/section.ts';
import { type Line, span } from '../span.ts';
import { phaseLines } from './phase-bar.ts';
import { errorText } from './probe-view.ts';

export function renderProbeReport(
  report: ProbeReport,
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): string {
  const width = Math.min(Math.max(columns, 40), 140);
  const lines = [
    ...verdictLines(report, width),
    ...report.targets.flatMap((target) => section(target.url, targetLines(target, report, width))),
  ];
  return lines.map((line) => paint(fitLine(line, width), colour)).join('\n');
}

function verdictLines(report: ProbeReport, width: number): readonly Line[] {
  const { glyph, tone } = reportMarks[report.verdict];
  const [first = [], ...rest] = paragraph(probeHeadline(report), width, tone === 'good' ? 'strong' : tone);
  return [
    [span(`${glyph} `, tone), ...first],
    ...[...rest, ...paragraph(probeCircumstances(report), width, 'dim')].map(
      (line): Line => [span('  '), ...line],
    ),
  ];
}

function targetLines(target: ProbedTarget, report: ProbeReport, width: number): readonly Line[] {
  return [
    ...target.slos.flatMap((slo) => {
      const { mark, name, objective, sentence } = sloRow(slo);
      const title = [span(`${mark.glyph} `, mark.tone), span(`${name} ${objective}`)];
      return [title, ...paragraph(sentence, width - 2).map((line): Line => [span('  '), ...line])];
    }),
    ...latencyLine(target),
    ...(target.failed === 0 ? [] : [[span('failed   ', 'dim'), span(errorText(target.errors), 'bad')]]),
    ...labelled('time     ', phaseLines(target.phases, width - 16)),
    ...certificateLine(target),
    ...lagLine(target, report),
  ];
}

function labelled(label: string, lines: readonly Line[]): readonly Line[] {
  return lines.map((line, index) => [span(index === 0 ? label : ' '.repeat(label.length), 'dim'), ...line]);
}

function latencyLine({ latency }: ProbedTarget): readonly Line[] {
  if (latency === null) return [];
  const { p50, p90, p95, p99, max } = latency;
  const texts = [
    ['p50', p50],
    ['p90', p90],
    ['p95', p95],
    ['p99', p99],
    ['max', max],
  ] as const;
  return [
    [
      span('latency  ', 'dim'),
      ...texts.flatMap(([name, ms]) => [span(`${name} `, 'dim'), span(`${formatMs(ms)}  `)]),
    ],
  ];
}

function certificateLine({ certificateDaysLeft: days }: ProbedTarget): readonly Line[] {
  if (days === null) return [];
  const text = days < 0 ? `expired ${formatPlural(-days, 'day')} ago` : `${formatPlural(days, 'day')} left`;
  return [[span('TLS      ', 'dim'), span(`certificate: ${text}`, days < soonDays ? 'bad' : 'plain')]];
}

function lagLine(target: ProbedTarget, report: ProbeReport): readonly Line[] {
  return [[span('probe    ', 'dim'), span(lagText(target, report))]];
}
