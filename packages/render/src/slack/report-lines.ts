/** One line per entry of a report's lists. */
import type { Report, SloResult } from '@garbageday/core/report/report.ts';
import { formatDuration, formatMs } from '../format.ts';
import { type ChangeRow, changeText } from '../summary/change-rows.ts';
import type { KillRow } from '../summary/kill-row.ts';
import type { RefusalRow } from '../summary/refusal-row.ts';
import { sloRow } from '../summary/slo-row.ts';
import { killMarks } from '../summary/verdict-mark.ts';
import { code, line, type SlackLine } from './blocks.ts';
import { periodText } from './period-text.ts';
import { signOf, textBar } from './signs.ts';

/** `*wordcount*, Monday 23 November 2026 (Europe/Berlin), on aws: …`. */
export function whereLine(report: Report): SlackLine {
  const { service, platform } = report;
  return line`*${service}*, ${periodText(report)}, on ${platform.name}: ${platform.lb}, ${platform.data}`;
}

/** The verdict, the budget as a bar, and what burns now: `✅ *availability* 99.9% met ██████████ 98.2% of the 30d budget left`. */
export function sloLines(slo: SloResult): SlackLine {
  const { mark, name, objective, verdict, remaining, budget } = sloRow(slo);
  const left = budget === null ? line`` : line` ${code(textBar(remaining))} ${budget}`;
  return line`${signOf(mark.tone)} *${name}* ${objective} ${verdict}${left}${burning(slo)}`;
}

function burning({ alerts, exhaustedInSeconds }: SloResult): string {
  const firing = alerts.filter((alert) => alert.firing);
  if (firing.length === 0) return '';
  const severity = firing.some((alert) => alert.severity === 'page') ? 'page' : 'ticket';
  const end =
    exhaustedInSeconds === null || exhaustedInSeconds <= 0
      ? ''
      : `, spent in ${formatDuration(exhaustedInSeconds * 1_000)} at this rate`;
  return ` 🔥 ${severity} alert fires${end}`;
}

/** Counts and interval over the window and in the period, for who wants to check; burn rates where something burns. */
export function evidenceLine(slo: SloResult): SlackLine {
  const { name, sentence, period, burn } = sloRow(slo);
  const isBurning = slo.alerts.some(({ firing }) => firing);
  const rest = isBurning ? burn : slo.warnings;
  return line`*${name}*: ${[sentence, ...(period === null ? [] : [period]), ...rest].join(' ')}`;
}

/** What the kill did to users, and what it cost. */
export function killLine(row: KillRow): SlackLine {
  const what = line`${signOf(killMarks[row.verdict].tone)} *${row.target}* ${row.fault} at ${row.at}: ${row.verdict}`;
  if (row.verdict === 'no end') return line`${what}. ${row.reasons.join(' ')}`;
  if (!row.isMeasured) return what;
  // Who never left the steady state did not have to recover.
  const recovered = row.recovered === formatMs(0) ? '' : `, recovered in ${row.recovered}`;
  return line`${what}, ${row.badProbes} probes failed, p99 ${row.p99}${recovered}, cost ${row.budgetSpent} of the budget`;
}

export function refusalLine({ at, group, fault, reason, detail }: RefusalRow): SlackLine {
  return line`🚫 *${group}* ${fault} at ${at}: ${reason}. ${detail}`;
}

/** `▲ *journey* 99.95% → 99.99%, better than the period before`. */
export function changeLine(row: ChangeRow): SlackLine {
  return line`${arrows[row.direction]} *${row.slo}* ${changeText(row)}`;
}

const arrows: Readonly<Record<ChangeRow['direction'], string>> = {
  better: '▲',
  worse: '▼',
  same: '▬',
  unknown: '▬',
};
