/** What a dry run saw: the service, its users, and which kills would go ahead. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { GameDayReport, ReportedJourney } from '@garbageday/core/report/report.ts';
import { sentenceNouns } from '@garbageday/core/wording/words.ts';
import { formatCount, formatDuration, formatMs } from '../format.ts';
import { faultNoun, faultOnGroup } from '../narrate/fault-words.ts';
import { refusalReason } from '../narrate/outcome-words.ts';
import { plainText } from '../plain-text.ts';
import { paint } from './paint.ts';
import { indent, paragraph } from './report/section.ts';
import { blank, type Line, span } from './span.ts';

export type Rehearsal = {
  /** Of the time in which nothing was killed. */
  readonly report: GameDayReport;
  /** Of the game day that it is about. */
  readonly seed: string;
  readonly durationMs: number;
  readonly startAtMs: number;
  readonly outcomes: readonly ExperimentOutcome[];
};

export function renderRehearsal(
  rehearsal: Rehearsal,
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): string {
  const width = Math.min(Math.max(columns, 40), 140);
  const { report, seed, durationMs, outcomes } = rehearsal;
  const ready = report.readyMs === null ? '' : ` Ready in ${formatMs(report.readyMs)}.`;
  const where = `${report.service}: ${report.platform.lb}, ${report.platform.data}.${ready}`;
  const title = `What a game day of ${formatDuration(durationMs)} with --seed ${seed} would do`;
  return [
    [span('Dry run: nothing was killed.', 'strong')],
    ...paragraph(where, width),
    ...report.journeys.flatMap((journey) => paragraph(journeyText(journey), width)),
    ...(outcomes.length === 0 ? [] : [blank, ...paragraph(title, width, 'strong')]),
    ...outcomes.flatMap((outcome) => killLines(outcome, rehearsal, width)),
  ]
    .map((line) => paint(line, colour))
    .join('\n');
}

function journeyText({ name, role, sent, failed, latency }: ReportedJourney): string {
  const times =
    latency === null
      ? ''
      : `; p50 ${formatMs(latency.p50)}, p95 ${formatMs(latency.p95)}, p99 ${formatMs(latency.p99)}`;
  return `${sentenceNouns[role]} (${name}): ${formatCount(sent)} sent, ${formatCount(failed)} failed${times}.`;
}

function killLines(outcome: ExperimentOutcome, { startAtMs }: Rehearsal, width: number): readonly Line[] {
  const { plan } = outcome;
  const at = `after ${formatDuration(Math.round((plan.plannedAtMs - startAtMs) / 1_000) * 1_000)}`.padEnd(16);
  const lines = paragraph(whatOf(outcome), width - at.length, outcome.kind === 'dry-run' ? 'plain' : 'warn');
  return lines.map(
    (line, index): Line => [indent, span(index === 0 ? at : ' '.repeat(at.length), 'dim'), ...line],
  );
}

function whatOf(outcome: ExperimentOutcome): string {
  switch (outcome.kind) {
    case 'dry-run':
      return `${faultNoun(outcome.plan.fault)} of ${plainText(outcome.target.slot)}`;
    case 'refused':
      return `${faultOnGroup(outcome.plan)}: would be refused (${refusalReason(outcome.refusal)}): ${outcome.refusal.detail}`;
    case 'aborted':
      return `${faultOnGroup(outcome.plan)}: ${outcome.reason.text}`;
    case 'completed':
    case 'unfinished':
      return faultOnGroup(outcome.plan);
    default:
      return outcome satisfies never;
  }
}
