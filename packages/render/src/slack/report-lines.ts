/** One line per entry of a report's other lists. */
import type { Report, SloResult } from '@garbageday/core/report/report.ts';
import { formatCount } from '../format.ts';
import { type ChangeRow, changeRows, changeText } from '../summary/change-rows.ts';
import { lostWrites, silentProbers } from '../summary/headline.ts';
import { refusedSentence } from '../summary/policy-sentences.ts';
import { type RefusalRow, refusalRows } from '../summary/refusal-row.ts';
import { sloRow } from '../summary/slo-row.ts';
import { joined, line, type SlackLine, when } from './blocks.ts';
import { type Frame, whoLine } from './frame.ts';
import { periodText } from './period-text.ts';
import { signOf } from './signs.ts';

/** `*wordcount*, stage *dev* · <…|Dashboard> · Monday 23 November 2026 (Europe/Berlin), on aws: …`. */
export function whereLine(report: Report, frame: Frame): SlackLine {
  const { service, platform } = report;
  const what = line`${periodText(report)}, on ${platform.name}: ${platform.lb}, ${platform.data}`;
  return joined([...whoLine(service, frame), what], ' · ');
}

/** Problems that belong to no SLO and no kill: lost writes, probers that did not measure. */
export function generalLines(report: Report): readonly SlackLine[] {
  const silent = silentProbers(report).map(({ text, silentSinceMs, longestGap }) => {
    const said = line`${signOf('warn')} ${text}`;
    if (silentSinceMs !== null) return line`${said} Nothing has come since ${when(silentSinceMs)}.`;
    if (longestGap === null) return said;
    return line`${said} Nothing came from ${when(longestGap.fromMs)} to ${when(longestGap.toMs)}.`;
  });
  return [...lostWrites(report).map(({ tone, text }) => line`${signOf(tone)} ${text}`), ...silent];
}

/** Counts and interval over the window and in the period, for checking; burn rates if something burns. */
export function evidenceLine(slo: SloResult): SlackLine {
  const { name, sentence, period, burn } = sloRow(slo);
  const isBurning = slo.alerts.some(({ firing }) => firing);
  const rest = isBurning ? burn : slo.warnings;
  return line`*${name}*: ${[sentence, ...(period === null ? [] : [period]), ...rest].join(' ')}`;
}

/** More refusals than this are only counted, by reason. */
const mostRefusals = 3;

export function refusalLines(report: Report): readonly SlackLine[] {
  const rows = refusalRows(report);
  const counted = refusedSentence(report);
  return rows.length > mostRefusals && counted !== null ? [line`🚫 ${counted}`] : rows.map(refusalLine);
}

function refusalLine({ atMs, group, fault, reason, detail }: RefusalRow): SlackLine {
  return line`🚫 *${group}* ${fault}, ${when(atMs)}: ${reason}. ${detail}`;
}

/** What got worse, or is no longer measured, one by one; the rest is only counted. */
export function changeLines(report: Report): readonly SlackLine[] {
  const rows = changeRows(report);
  const odd = rows.filter(({ direction }) => direction === 'worse' || direction === 'unknown');
  const fine = rows.filter((row) => !odd.includes(row));
  if (fine.length < 2) return [...odd, ...fine].map(changeLine);
  const better = fine.filter(({ direction }) => direction === 'better').length;
  const counts = [
    ...(better > 0 ? [`${formatCount(better)} better`] : []),
    ...(better < fine.length ? [`${formatCount(fine.length - better)} as before`] : []),
  ];
  return [...odd.map(changeLine), line`${better > 0 ? arrows.better : arrows.same} ${counts.join(', ')}`];
}

/** `▲ *journey* 99.95% → 99.99%, better than the period before`. */
function changeLine(row: ChangeRow): SlackLine {
  return line`${arrows[row.direction]} *${row.slo}* ${changeText(row)}`;
}

const arrows: Readonly<Record<ChangeRow['direction'], string>> = {
  better: '▲',
  worse: '▼',
  same: '▬',
  unknown: '▬',
};
