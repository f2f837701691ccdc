/** Evaluations for a person: one block for each SLO. */

import type { SloEvaluation } from '@garbageday/core/slo/slo-evaluation.ts';
import { secondsText } from '@garbageday/core/slo/window.ts';
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatInstant,
  formatInterval,
  formatObjective,
  formatRatio,
  formatShare,
  noData,
} from '@garbageday/render/format.ts';
import { budgetTone, sloMarks, verdictText } from '@garbageday/render/summary/verdict-mark.ts';
import { bar } from '@garbageday/render/terminal/bar.ts';
import { paint } from '@garbageday/render/terminal/paint.ts';
import { blank, type Line, span } from '@garbageday/render/terminal/span.ts';
import { textTable } from '@garbageday/render/terminal/text-table.ts';

export function evaluationText(
  nowMs: number,
  evaluations: readonly SloEvaluation[],
  colour: boolean,
): string {
  const heading: Line = [span(`As of ${formatInstant(nowMs)}`, 'dim')];
  const blocks = evaluations.flatMap((evaluation) => [blank, ...block(evaluation)]);
  return [heading, ...blocks].map((line) => paint(line, colour)).join('\n');
}

function block(evaluation: SloEvaluation): readonly Line[] {
  const { window } = evaluation;
  const from = formatInstant(window.startMs);
  const to = formatInstant(window.endMs);
  return [
    headline(evaluation),
    [span(`  ${window.text}: ${from} to ${to}`, 'dim')],
    budgetLine(evaluation),
    ...alertTable(evaluation).map((line): Line => [span('  '), ...line]),
  ];
}

function headline(evaluation: SloEvaluation): Line {
  const { name, objective, verdict, good, total, sli, interval } = evaluation;
  const mark = sloMarks[verdict];
  const proof = interval === null ? '' : `, 95% CI ${formatInterval(interval, [objective])}`;
  const counts =
    sli === null
      ? ''
      : `: ${formatRatio(sli, [objective])} (${formatCount(good)}/${formatCount(total)}${proof})`;
  return [
    span(`${mark.glyph} ${name}`, mark.tone),
    span(` ${formatObjective(objective)} ${verdictText(evaluation)}`, 'strong'),
    span(counts),
  ];
}

function budgetLine({ sli, remaining, exhaustedInSeconds, basis }: SloEvaluation): Line {
  if (sli === null) return [span('  nothing was counted in the window, so nothing is consumed', 'dim')];
  const left =
    remaining < 0 ? `${formatShare(-remaining)} overspent` : `${formatShare(remaining)} of the budget left`;
  return [
    span('  '),
    ...bar(remaining, 24, budgetTone(remaining)),
    span(`  ${left}`),
    span(`; ${basis === 'seen' ? 'of the events seen; ' : ''}${exhaustion(exhaustedInSeconds)}`, 'dim'),
  ];
}

function exhaustion(seconds: number | null): string {
  if (seconds === null) return 'it does not burn now';
  if (seconds === 0) return 'it is spent';
  return `at the current burn it lasts ${formatDuration(seconds * 1_000)}`;
}

function alertTable({ alerts, burn }: SloEvaluation): readonly Line[] {
  if (alerts.length === 0) return [[span('no alerts', 'dim')]];
  const rates = new Map(burn.map(({ seconds, rate }) => [seconds, rate]));
  const cell = (seconds: number, factor: number): Line => {
    const rate = rates.get(seconds) ?? null;
    const text = rate === null ? noData : formatFactor(rate, [factor]);
    return [span(secondsText(seconds).padEnd(4), 'dim'), span(text.padStart(7))];
  };
  const columns = ['alert', 'above', 'long', 'short', ''].map((title) => ({ title, align: 'left' as const }));
  const rows = alerts.map(({ severity, factor, longSeconds, shortSeconds, firing }): readonly Line[] => [
    [span(severity)],
    [span(formatFactor(factor))],
    cell(longSeconds, factor),
    cell(shortSeconds, factor),
    [firing ? span('firing', severity === 'page' ? 'alarm' : 'warn') : span('quiet', 'dim')],
  ]);
  return textTable(columns, rows);
}
