/** The report as Markdown: for an issue, a wiki, a pull request. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatMs } from '../format.ts';
import {
  attributionRows,
  attributionSentence,
  otherAttributionSentences,
} from '../summary/attribution-rows.ts';
import { changeRows, changeText } from '../summary/change-rows.ts';
import { compositeSentences } from '../summary/composite-sentences.ts';
import { findings, headline } from '../summary/headline.ts';
import { keyFigures } from '../summary/key-figures.ts';
import { type KillRow, recoveryCell } from '../summary/kill-row.ts';
import { latencySentences } from '../summary/latency-sentences.ts';
import { policySentences } from '../summary/policy-sentences.ts';
import { proofRow } from '../summary/proof-row.ts';
import { refusalRows } from '../summary/refusal-row.ts';
import { resilienceRows, trendSentence } from '../summary/resilience-rows.ts';
import { serverFindings } from '../summary/server-findings.ts';
import { shownKills } from '../summary/shown-kills.ts';
import { sloRow } from '../summary/slo-row.ts';
import { periodText } from '../summary/times.ts';
import { usersSentences } from '../summary/users-sentences.ts';
import { killMarks, reportMarks } from '../summary/verdict-mark.ts';
import { escapeMarkdown, markdownList, markdownTable } from './markdown-text.ts';

/** Ends with a line break. Shows the same numbers as every other format. */
export function renderReportMarkdown(report: Report): string {
  const blocks = [
    [`# ${reportMarks[report.verdict].glyph} ${escapeMarkdown(headline(report))}`],
    [escapeMarkdown(circumstances(report))],
    markdownList(findings(report).map(({ text }) => text)),
    figures(report),
    ...section('What to do', markdownList(report.advice)),
    ...section('Found', markdownList(serverFindings(report))),
    ...section('Objectives', objectives(report)),
    ...section('Composites', markdownList(compositeSentences(report))),
    ...section(
      'What changed',
      markdownList(changeRows(report).map((row) => `${row.slo}: ${changeText(row)}`)),
    ),
    ...section('Kills', kills(report)),
    ...section('Users', markdownList(users(report))),
    ...section('Proof of n+1', markdownList(proofs(report))),
    ...section('Where the budget went', attribution(report)),
    ...section('Budget policy', markdownList(policySentences(report))),
    ...section('Refused', refusals(report)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly (readonly string[])[] {
  return lines.length === 0 ? [] : [[`## ${title}`], lines];
}

function circumstances(report: Report): string {
  const { service, platform, readyMs, seed } = report;
  const ready = readyMs === null ? '' : `, ready in ${formatMs(readyMs)}`;
  const replay = seed === null ? '' : `, seed ${seed}`;
  return `${service}, ${periodText(report)}${ready}${replay}. On ${platform.name}: ${platform.lb}, ${platform.data}.`;
}

function figures(report: Report): readonly string[] {
  const shown = keyFigures(report);
  return markdownTable(
    shown.map(({ label }) => label),
    [shown.map(({ value, note }) => `${value} ${note}`)],
    new Set(),
  );
}

function objectives({ slos }: Report): readonly string[] {
  return slos.map(sloRow).flatMap((row) => {
    const title = `- ${row.mark.glyph} **${escapeMarkdown(row.name)} ${escapeMarkdown(row.objective)}** ${row.verdict}`;
    const said = [
      row.sentence,
      ...(row.period === null ? [] : [row.period]),
      ...(row.budget === null ? [] : [`${row.budget}.`]),
    ];
    return [title, ...[...said, ...row.burn].map((text) => `  - ${escapeMarkdown(text)}`)];
  });
}

const killColumns: readonly (readonly [title: string, cell: (row: KillRow) => string])[] = [
  ['#', ({ number }) => String(number)],
  ['Verdict', ({ verdict }) => `${killMarks[verdict].glyph} ${verdict}`],
  ['At', ({ at }) => at],
  ['Target', ({ target, role }) => (role === '' ? target : `${target} (${role})`)],
  ['Fault', ({ fault }) => fault],
  ['Detected', ({ detected }) => detected],
  ['Replaced', ({ replaced }) => replaced],
  ['Recovered', recoveryCell],
  ['Bad probes', ({ badProbes }) => badProbes],
  ['p99', ({ p99 }) => p99],
  ['Budget', ({ budgetSpent }) => budgetSpent],
];

const numeric: ReadonlySet<string> = new Set([
  '#',
  'Detected',
  'Replaced',
  'Recovered',
  'Bad probes',
  'Budget',
]);

function kills(report: Report): readonly string[] {
  const { rows, hidden } = shownKills(report);
  const table = markdownTable(
    killColumns.map(([title]) => title),
    rows.map((row) => killColumns.map(([, cell]) => cell(row))),
    numeric,
  );
  const told = rows.filter(({ verdict, reasons }) => verdict !== 'pass' && reasons.length > 0);
  const reasons = told.map(({ number, reasons: why }) => `Kill ${number}: ${why.join(' ')}`);
  return [...table, ...spaced(hidden === null ? [] : [hidden]), ...spaced(markdownList(reasons))];
}

/** The lines after an empty line, or nothing if there are none. */
function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function users(report: Report): readonly string[] {
  return [...(report.users === null ? [] : usersSentences(report.users)), ...latencySentences(report)];
}

function proofs(report: Report): readonly string[] {
  if (report.kind === 'gameday')
    return report.proofs.map(proofRow).map(({ group, sentence }) => `${group}: ${sentence}`);
  return resilienceRows(report).map((row) => `${row.group}: ${row.proof} ${trendSentence(row)}`);
}

function attribution(report: Report): readonly string[] {
  const titles = ['Cause', 'Bad events', 'Budget'];
  const rows = attributionRows(report).map(({ cause, bad, spent }) => [cause, bad, spent]);
  return [
    escapeMarkdown(attributionSentence(report)),
    ...spaced(markdownTable(titles, rows, new Set(['Bad events', 'Budget']))),
    ...otherAttributionSentences(report).flatMap((sentence) => ['', escapeMarkdown(sentence)]),
  ];
}

function refusals(report: Report): readonly string[] {
  return markdownList(
    refusalRows(report).map(
      ({ at, group, fault, reason, detail }) => `${at} ${group}, ${fault}: ${reason}. ${detail}`,
    ),
  );
}
