/** The final report as text for a terminal. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatMs } from '../format.ts';
import { plainText } from '../plain-text.ts';
import {
  attributionRows,
  attributionSentence,
  otherAttributionSentences,
} from '../summary/attribution-rows.ts';
import { changeRows, changeText } from '../summary/change-rows.ts';
import { compositeSentences } from '../summary/composite-sentences.ts';
import { findings, headline } from '../summary/headline.ts';
import { latencySentences } from '../summary/latency-sentences.ts';
import { policySentences } from '../summary/policy-sentences.ts';
import { proofRow } from '../summary/proof-row.ts';
import { refusalRows } from '../summary/refusal-row.ts';
import { resilienceRows, trendSentence } from '../summary/resilience-rows.ts';
import { serverFindings } from '../summary/server-findings.ts';
import { shownKills } from '../summary/shown-kills.ts';
import { type SloRow, sloRow } from '../summary/slo-row.ts';
import { periodText } from '../summary/times.ts';
import { usersSentences } from '../summary/users-sentences.ts';
import { budgetTone, reportMarks } from '../summary/verdict-mark.ts';
import { bar } from './bar.ts';
import { fitLine } from './fit.ts';
import { paint } from './paint.ts';
import { killTable } from './report/kill-table.ts';
import { paragraph, section } from './report/section.ts';
import { blank, type Line, type Style, span } from './span.ts';
import { textTable } from './text-table.ts';

export type TextOptions = { readonly columns: number; readonly colour: boolean };

const narrowest = 40;
const widest = 140;

/**
 * The verdict first, then kills, users, SLOs, proofs, refusals and where the budget went; no line is wider than
 * `columns` (≥ 40).
 */
export function renderReportText(report: Report, { columns, colour }: TextOptions): string {
  const width = Math.min(Math.max(columns, narrowest), widest);
  return [...verdict(report, width), ...sections(report, width), blank]
    .map((line) => paint(fitLine(line, width), colour))
    .join('\n');
}

/** Only the verdict: a glyph and a sentence, on as many lines as they take. */
export function renderVerdict(report: Report, { columns, colour }: TextOptions): string {
  return sentenceLines(report, Math.min(Math.max(columns, narrowest), widest))
    .map((line) => paint(line, colour))
    .join('\n');
}

function sections(report: Report, width: number): readonly Line[] {
  return [
    ...section('What to do', lines(report.advice.map(plainText), width)),
    ...section('Kills', killsOf(report, width)),
    ...section(
      'Users',
      (report.users === null ? [] : usersSentences(report.users)).flatMap((text) => paragraph(text, width)),
    ),
    ...section('Latency', latencies(report, width)),
    ...section('Objectives', objectives(report, width)),
    ...section('Composites', lines(compositeSentences(report), width)),
    ...section('What changed', changes(report, width)),
    ...section('Proof of n+1', proofs(report, width)),
    ...section('Refused', refusals(report, width)),
    ...section('Where the budget went', attribution(report, width)),
    ...section('Budget policy', lines(policySentences(report), width)),
    ...section('Found', found(report, width)),
  ];
}

/** One paragraph per finding, with a bullet. */
function found(report: Report, width: number): readonly Line[] {
  return serverFindings(report).flatMap((text) =>
    paragraph(text, width - 2).map((line, index): Line => [span(index === 0 ? '• ' : '  '), ...line]),
  );
}

function verdict(report: Report, width: number): readonly Line[] {
  const found = findings(report).flatMap((finding) => paragraph(finding.text, width, finding.tone));
  return [
    ...sentenceLines(report, width),
    ...[...found, ...circumstances(report, width)].map((line) => [span('  '), ...line]),
  ];
}

function sentenceLines(report: Report, width: number): readonly Line[] {
  const { glyph, tone } = reportMarks[report.verdict];
  const [first = [], ...rest] = paragraph(headline(report), width, tone === 'good' ? 'strong' : tone);
  return [[span(`${glyph} `, tone), ...first], ...rest.map((line) => [span('  '), ...line])];
}

function circumstances(report: Report, width: number): readonly Line[] {
  const { platform, readyMs } = report;
  const ready = readyMs === null ? '' : `, ready in ${formatMs(readyMs)}`;
  const where = `${report.service} on ${platform.name} (${platform.lb}, ${platform.data})`;
  const seed = report.seed === null ? '' : `, seed ${report.seed}`;
  const when = `${periodText(report)}${ready}${seed}`;
  return [where, when].flatMap((text) => paragraph(text, width, 'dim'));
}

function objectives({ slos }: Report, width: number): readonly Line[] {
  return slos.flatMap((slo) => {
    const row = sloRow(slo);
    const { glyph, tone } = row.mark;
    const title = [span(`${glyph} `, tone), span(`${row.name} ${row.objective} `), span(row.verdict, tone)];
    const said = [row.sentence, ...(row.period === null ? [] : [row.period])];
    return [title, ...indented(said, width), ...budgetBar(row), ...indented(row.burn, width, 'dim')];
  });
}

function lines(texts: readonly string[], width: number): readonly Line[] {
  return texts.flatMap((text) => paragraph(text, width));
}

function indented(texts: readonly string[], width: number, style: Style = 'plain'): readonly Line[] {
  return texts
    .flatMap((text) => paragraph(text, width - 2, style))
    .map((line): Line => [span('  '), ...line]);
}

function killsOf(report: Report, width: number): readonly Line[] {
  const { rows, hidden } = shownKills(report);
  const more = hidden === null ? [] : paragraph(hidden, width, 'dim');
  return [...killTable(rows, width - 2), ...more];
}

function latencies(report: Report, width: number): readonly Line[] {
  return lines(latencySentences(report), width);
}

function changes(report: Report, width: number): readonly Line[] {
  return lines(
    changeRows(report).map((row) => `${row.slo}: ${changeText(row)}`),
    width,
  );
}

function budgetBar({ remaining, budget }: SloRow): readonly Line[] {
  if (budget === null) return [];
  return [[span('  '), ...bar(remaining, 24, budgetTone(remaining)), span(`  ${budget}`)]];
}

function proofs(report: Report, width: number): readonly Line[] {
  if (report.kind === 'gameday')
    return lines(
      report.proofs.map(proofRow).map(({ group, sentence }) => `${group}: ${sentence}`),
      width,
    );
  return resilienceRows(report).flatMap((row) => [
    ...paragraph(`${row.group}: ${row.proof}`, width),
    ...indented([trendSentence(row)], width, 'dim'),
  ]);
}

function refusals(report: Report, width: number): readonly Line[] {
  return refusalRows(report).flatMap(({ at, group, fault, reason, detail }) =>
    paragraph(`⊘ ${at} ${group} ${fault}: ${reason}. ${detail}`, width),
  );
}

function attribution(report: Report, width: number): readonly Line[] {
  const columns = [
    { title: '', align: 'left' },
    { title: 'bad events', align: 'right' },
    { title: 'budget', align: 'right' },
  ] as const;
  const rows = attributionRows(report).map(({ cause, bad, spent }) => [
    [span(cause)],
    [span(bad)],
    [span(spent)],
  ]);
  const table = rows.length === 0 ? [] : textTable(columns, rows);
  const others = lines(otherAttributionSentences(report), width);
  return [...paragraph(attributionSentence(report), width), ...table, ...others];
}
