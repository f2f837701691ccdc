/** The final report as text for a terminal. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatDuration, formatInstant, formatMs } from '../format.ts';
import { attributionRows, attributionSentence } from '../summary/attribution-rows.ts';
import { findings, headline } from '../summary/headline.ts';
import { killRows } from '../summary/kill-row.ts';
import { proofRow } from '../summary/proof-row.ts';
import { refusalRows } from '../summary/refusal-row.ts';
import { type SloRow, sloRow } from '../summary/slo-row.ts';
import { usersSentences } from '../summary/users-sentences.ts';
import { budgetTone, reportMarks } from '../summary/verdict-mark.ts';
import { bar } from './bar.ts';
import { fitLine } from './fit.ts';
import { paint } from './paint.ts';
import { killTable } from './report/kill-table.ts';
import { paragraph, section } from './report/section.ts';
import { blank, type Line, span } from './span.ts';
import { textTable } from './text-table.ts';

export type TextOptions = { readonly columns: number; readonly colour: boolean };

const narrowest = 40;
const widest = 140;

/** The verdict first, then kills, users, objectives, proofs, refusals and where the budget went; no line is wider than `columns` (≥ 40). */
export function renderReportText(report: Report, { columns, colour }: TextOptions): string {
  const width = Math.min(Math.max(columns, narrowest), widest);
  return [...verdict(report, width), ...sections(report, width), blank]
    .map((line) => paint(fitLine(line, width), colour))
    .join('\n');
}

function sections(report: Report, width: number): readonly Line[] {
  return [
    ...section('Kills', killTable(killRows(report), width - 2)),
    ...section(
      'Users',
      (report.users === null ? [] : usersSentences(report.users)).flatMap((text) => paragraph(text, width)),
    ),
    ...section('Objectives', objectives(report, width)),
    ...section('Proof of n+1', proofs(report, width)),
    ...section('Refused', refusals(report, width)),
    ...section('Where the budget went', attribution(report, width)),
  ];
}

function verdict(report: Report, width: number): readonly Line[] {
  const { glyph, tone } = reportMarks[report.verdict];
  const [first = [], ...rest] = paragraph(headline(report), width, tone === 'good' ? 'strong' : tone);
  const found = findings(report).flatMap((finding) => paragraph(finding.text, width, finding.tone));
  return [
    [span(`${glyph} `, tone), ...first],
    ...[...rest, ...found, ...circumstances(report, width)].map((line) => [span('  '), ...line]),
  ];
}

function circumstances(report: Report, width: number): readonly Line[] {
  const { platform, readyMs, fromMs, toMs } = report;
  const ready = readyMs === null ? '' : `, ready in ${formatMs(readyMs)}`;
  const where = `${report.service} on ${platform.name} (${platform.lb}, ${platform.data})`;
  const seed = report.seed === null ? '' : `, seed ${report.seed}`;
  const when = `${formatInstant(fromMs)} for ${formatDuration(toMs - fromMs)}${ready}${seed}`;
  return [where, when].flatMap((text) => paragraph(text, width, 'dim'));
}

function objectives({ slos }: Report, width: number): readonly Line[] {
  return slos.flatMap((slo) => {
    const row = sloRow(slo);
    const { glyph, tone } = row.mark;
    const title = [span(`${glyph} `, tone), span(`${row.name} ${row.objective} `), span(row.verdict, tone)];
    const sentence = paragraph(row.sentence, width - 2).map((line): Line => [span('  '), ...line]);
    return [title, ...sentence, ...budgetBar(row)];
  });
}

function budgetBar({ remaining, budget }: SloRow): readonly Line[] {
  if (budget === null) return [];
  return [[span('  '), ...bar(remaining, 24, budgetTone(remaining)), span(`  ${budget}`)]];
}

function proofs(report: Report, width: number): readonly Line[] {
  return report.proofs
    .map(proofRow)
    .flatMap(({ group, sentence }) => paragraph(`${group}: ${sentence}`, width));
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
  return [...paragraph(attributionSentence(report), width), ...table];
}
