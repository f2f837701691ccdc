/** Explanations for a person: one block for each SLO, within 80 columns. */
import type { Budgeting } from '@garbageday/core/slo/slo.ts';
import { type SloWindow, secondsText, windowText } from '@garbageday/core/slo/window.ts';
import {
  formatCount,
  formatFactor,
  formatLimitMs,
  formatObjective,
  formatPlural,
  formatShare,
} from '@garbageday/render/format.ts';
import { paint } from '@garbageday/render/terminal/paint.ts';
import { blank, type Line, span } from '@garbageday/render/terminal/span.ts';
import { textTable } from '@garbageday/render/terminal/text-table.ts';
import type { Detection, Noticed } from './detection.ts';
import type { Allowance, ExplainedAlert, Explanation } from './explanation.ts';

export function explanationText(explanations: readonly Explanation[], colour: boolean): string {
  const blocks = explanations.flatMap((explanation, index) => [
    ...(index === 0 ? [] : [blank]),
    ...block(explanation),
  ]);
  const note =
    'Times: from the first error, at a steady ratio, and up to one slice more. (%): of the budget.';
  return [...blocks, blank, [span(note, 'dim')]].map((line) => paint(line, colour)).join('\n');
}

function block(explanation: Explanation): readonly Line[] {
  const { name, objective, window, service, budgeting } = explanation;
  const indented = (lines: readonly Line[]) => lines.map((line): Line => [span('  '), ...line]);
  return [
    [span(name, 'strong'), span(`  ${formatObjective(objective)} over ${windowWords(window)}`, 'accent')],
    [span(`  ${service}; ${methodWords(budgeting)}`, 'dim')],
    ...indented(budgetLines(explanation)),
    blank,
    ...indented(alertTable(explanation.alerts)),
    blank,
    ...indented(detectionTable(explanation)),
  ];
}

function windowWords(window: SloWindow): string {
  if (window.kind === 'rolling') return `${windowText(window)}, rolling`;
  return `${formatPlural(window.count, `calendar ${window.unit}`)} in ${window.timeZone}`;
}

function methodWords(budgeting: Budgeting): string {
  switch (budgeting.kind) {
    case 'occurrences':
      return 'every event counts equally';
    case 'timeslices':
      return `every ${secondsText(budgeting.sliceSeconds)} counts equally, and is good when at least ${formatObjective(budgeting.sliceTarget)} of its events are`;
    case 'ratio-timeslices':
      return `every ${secondsText(budgeting.sliceSeconds)} counts equally, with its ratio of good events`;
    default:
      return budgeting satisfies never;
  }
}

function budgetLines({ budget, budgeting }: Explanation): readonly Line[] {
  const { ratio, longest } = budget;
  const what = budgeting.kind === 'occurrences' ? 'events' : 'time slices';
  const range = [budget, ...(longest === null ? [] : [longest])];
  const counts = range.flatMap((each) => countOf(each) ?? []).join(' to ');
  const known = counts === '' ? `${formatCount(ratio * 1_000_000)} of every million` : counts;
  return [
    [
      span('budget  ', 'dim'),
      span(formatShare(ratio), 'strong'),
      span(`: ${known} ${what}, or `),
      span(range.map(({ outageSeconds }) => formatLimitMs(outageSeconds * 1_000)).join(' to '), 'strong'),
      span(' of full outage'),
    ],
  ];
}

function countOf({ events, failures }: Allowance): string | null {
  return events === null || failures === null ? null : `${formatCount(failures)} of ${formatCount(events)}`;
}

function alertTable(alerts: readonly ExplainedAlert[]): readonly Line[] {
  if (alerts.length === 0) return [[span('no alerts', 'dim')]];
  const columns = [
    { title: 'alert', align: 'left' as const },
    { title: 'burn above', align: 'right' as const },
    { title: 'in the last', align: 'right' as const },
    { title: 'and', align: 'right' as const },
    { title: 'of the budget', align: 'right' as const },
  ];
  const rows = alerts.map(({ severity, factor, longSeconds, shortSeconds, share }): readonly Line[] => [
    [span(severity, severity === 'page' ? 'bad' : 'warn')],
    [span(formatFactor(factor))],
    [span(secondsText(longSeconds))],
    [span(shortSeconds === longSeconds ? '–' : secondsText(shortSeconds))],
    [span(formatShare(share))],
  ]);
  return textTable(columns, rows);
}

function detectionTable({ detection, budget }: Explanation): readonly Line[] {
  const titles = ['errors', 'burn', 'page after', 'ticket after', 'all gone after'];
  const columns = titles.map((title) => ({ title, align: 'right' as const }));
  const rows = detection.map((row) => detectionRow(row, row.errorRatio === budget.ratio));
  return textTable(columns, rows);
}

function detectionRow(row: Detection, isBudget: boolean): readonly Line[] {
  const { errorRatio, burn, page, ticket, exhaustedAfterSeconds } = row;
  return [
    [span(isBudget ? 'budget = ' : '', 'dim'), span(formatShare(errorRatio), 'strong')],
    [span(formatFactor(burn))],
    noticed(page),
    noticed(ticket),
    exhaustedAfterSeconds === null ? never : [span(formatLimitMs(exhaustedAfterSeconds * 1_000))],
  ];
}

const never: Line = [span('never', 'dim')];

function noticed(at: Noticed | null): Line {
  return at === null
    ? never
    : [span(formatLimitMs(at.afterSeconds * 1_000)), span(` (${formatShare(at.spent)})`, 'dim')];
}
