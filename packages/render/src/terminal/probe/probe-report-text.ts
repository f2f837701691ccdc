/** The report on a probe as text: the verdict first, then SLOs, latency, failures and phases for each URL. */
import { type ProbedTarget, type ProbeReport, wasMeasured } from '@garbageday/core/report/probe-report.ts';
import { nouns } from '@garbageday/core/wording/words.ts';
import {
  formatCount,
  formatDuration,
  formatMs,
  formatObjective,
  formatPlural,
  formatRatio,
} from '../../format.ts';
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

/** One sentence that says the same as the exit code. */
export function probeHeadline(report: ProbeReport): string {
  const { targets, verdict, objective } = report;
  const unmeasured = targets.find((target) => !wasMeasured(target));
  if (verdict === 'inconclusive' && unmeasured !== undefined) return whyVoid(unmeasured, report);
  const missed = targets.flatMap(({ url, slos }) =>
    slos.filter((slo) => slo.verdict === 'missed').map(({ name, ratio }) => ({ url, name, ratio })),
  );
  const [worst] = missed.toSorted((a, b) => (a.ratio ?? 0) - (b.ratio ?? 0));
  if (worst !== undefined)
    return `Broken: ${worst.name} of ${worst.url} was ${formatRatio(worst.ratio, [objective])}; the objective is ${formatObjective(objective)}.`;
  const sent = targets.reduce((sum, target) => sum + target.sent, 0);
  const failed = targets.reduce((sum, target) => sum + target.failed, 0);
  return `Kept: ${formatPlural(sent, nouns.judge)}, ${formatCount(failed)} failed; no objective was missed.`;
}

function whyVoid(
  { url, sent, voidSlices, slices, coverage }: ProbedTarget,
  { maxLagMs }: ProbeReport,
): string {
  if (sent === 0 && voidSlices === 0) return `Inconclusive: nothing was measured of ${url}.`;
  const seen = `${formatRatio(coverage.ratio)} of the time could be measured`;
  return voidSlices === 0
    ? `Inconclusive: only ${seen} of ${url}.`
    : `Void: this machine was too busy to tell; in ${formatCount(voidSlices)} of ${formatPlural(slices.length, 'second')} ` +
        `the probe itself was late by more than ${formatMs(maxLagMs)}, and ${seen}.`;
}

function verdictLines(report: ProbeReport, width: number): readonly Line[] {
  const { glyph, tone } = reportMarks[report.verdict];
  const [first = [], ...rest] = paragraph(probeHeadline(report), width, tone === 'good' ? 'strong' : tone);
  const { ratePerSecond, fromMs, toMs, timeoutMs } = report;
  const how =
    `${formatCount(ratePerSecond)} a second for ${formatDuration(toMs - fromMs)}, whatever came back; ` +
    `given up after ${formatMs(timeoutMs)}.`;
  return [
    [span(`${glyph} `, tone), ...first],
    ...[...rest, ...paragraph(how, width, 'dim')].map((line): Line => [span('  '), ...line]),
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

/** A certificate with fewer days left should be renewed. */
const soonDays = 14;

function certificateLine({ certificateDaysLeft: days }: ProbedTarget): readonly Line[] {
  if (days === null) return [];
  const text = days < 0 ? `expired ${formatPlural(-days, 'day')} ago` : `${formatPlural(days, 'day')} left`;
  return [[span('TLS      ', 'dim'), span(`certificate: ${text}`, days < soonDays ? 'bad' : 'plain')]];
}

function lagLine({ lagP99Ms, voidSlices }: ProbedTarget, { maxLagMs }: ProbeReport): readonly Line[] {
  const left =
    voidSlices === 0 ? '' : `; ${formatPlural(voidSlices, 'second')} left out (limit ${formatMs(maxLagMs)})`;
  return [
    [
      span('probe    ', 'dim'),
      span(`itself late by ${formatMs(lagP99Ms)} at worst (p99 of a second)${left}`),
    ],
  ];
}
