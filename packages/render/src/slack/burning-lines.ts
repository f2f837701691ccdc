/**
 * One SLO of an outage: how fast its budget burns, above which rate the alert rings, and how long the budget will last.
 */
import { formatDuration, formatFactor, formatObjective, formatShare, noData } from '../format.ts';
import { spanText } from '../summary/burn-sentences.ts';
import type { AlertChange, BurningRule } from './alert-change.ts';
import { code, line, type SlackLine } from './blocks.ts';
import { signOf, textBar } from './signs.ts';

/** Two lines: what burns, and what is left. */
export function burningLines(change: AlertChange): readonly SlackLine[] {
  const { severity, rule } = change;
  const rings =
    rule === null ? '' : `; this ${severity} alert fires above ${formatFactor(rule.factor)} in both`;
  return [
    line`${signOfAlert(change)} *${change.slo}*${promise(change)}: ${burnText(change)}${rings}.`,
    ...leftLines(change),
  ];
}

/** All in one line, for use when there are many. */
export function burningLine(change: AlertChange): SlackLine {
  const { rule, remaining } = change;
  const rings = rule === null ? '' : ` (fires above ${formatFactor(rule.factor)})`;
  const left = remaining === null ? '' : `, ${formatShare(remaining)} of the budget left`;
  return line`${signOfAlert(change)} *${change.slo}*${promise(change)}: ${burnText(change)}${rings}${left}`;
}

export function signOfAlert({ severity }: Pick<AlertChange, 'severity'>): string {
  return signOf(severity === 'page' ? 'bad' : 'warn');
}

/** ` 99.9% over 30d`. */
function promise({ objective, window }: AlertChange): string {
  if (objective === null) return '';
  return window === null ? ` ${formatObjective(objective)}` : ` ${formatObjective(objective)} over ${window}`;
}

/** `burns at 14.6× in 1h and 16.2× in 5m`. */
function burnText({ rule, burn }: AlertChange): string {
  if (rule === null) return burn === null ? 'burns' : `burns at ${formatFactor(burn)} the sustainable rate`;
  const { longSeconds, shortSeconds } = rule;
  const windows = `${spanText(longSeconds)} and ${spanText(shortSeconds)}`;
  if (rule.long === null && rule.short === null) return `burns; how fast in ${windows} could not be read`;
  return `burns at ${rateText(rule, 'long')} in ${spanText(longSeconds)} and ${rateText(rule, 'short')} in ${spanText(shortSeconds)}`;
}

function rateText(rule: BurningRule, window: 'long' | 'short'): string {
  const rate = rule[window];
  return rate === null ? noData : formatFactor(rate, [rule.factor]);
}

function leftLines({ remaining, exhaustedInSeconds }: AlertChange): readonly SlackLine[] {
  if (remaining === null) return [];
  const left = line`${code(textBar(remaining))} ${formatShare(remaining)} of the budget left`;
  if (remaining < 0) return [line`${left}: it is overspent.`];
  if (remaining === 0) return [line`${left}: it is exactly spent; one more failure misses the objective.`];
  if (exhaustedInSeconds === null) return [line`${left}.`];
  return [line`${left}; at this rate nothing is left in ${formatDuration(exhaustedInSeconds * 1_000)}.`];
}
