/** What chaos may still spend, what refused it, and what was left out of the counts. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatCount, formatDuration, formatPlural, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';

const states: Readonly<Record<Report['policy']['state'], string>> = {
  open: 'chaos may run',
  'share-spent': 'no kill, chaos has spent its share',
  'reserve-reached': 'no kill, what is left is the reserve',
  exhausted: 'no kill, the budget is spent',
};

/**
 * `Budget policy: chaos may run. 84.4% of the 30d budget of … is left, 20% stays in reserve; of that whole budget chaos
 * has spent 2% and may spend 50%.`
 */
export function policySentence({ policy, slos }: Report): string {
  const { state, slo, remaining, reserve, chaosSpent, chaosShare, rules } = policy;
  const beside = [reserve, ...rules.map(({ below }) => below)];
  const paying = slos.find(({ name }) => name === slo);
  const window = paying === undefined ? '' : `${plainText(paying.window)} `;
  return (
    `Budget policy: ${states[state]}. ${formatShare(remaining, beside)} of the ${window}budget of ${plainText(slo)} is left, ` +
    `${formatShare(reserve)} stays in reserve; of that whole budget chaos has spent ${formatShare(chaosSpent, [chaosShare])} and may spend ${formatShare(chaosShare)}.`
  );
}

/**
 * `Refused while less of the budget is left: below 50% data; below 20% everything (in force).`; `null` without rules.
 */
export function rulesSentence({ policy }: Report): string | null {
  if (policy.rules.length === 0) return null;
  const rules = policy.rules.map(({ below, refuse, isInForce }) => {
    const whom = refuse.map(plainText).join(', ');
    return `below ${formatShare(below)} ${whom}${isInForce ? ' (in force)' : ''}`;
  });
  return `Refused while less of the budget is left: ${rules.join('; ')}.`;
}

/** All sentences about the policy; empty for a game day, where the refusals show it. */
export function policySentences(report: Report): readonly string[] {
  if (report.kind === 'gameday') return [];
  const sentences = [policySentence(report), rulesSentence(report), refusedSentence(report)];
  return [...sentences.filter((sentence) => sentence !== null), ...exclusionSentences(report)];
}

/** `Refused: 3 × no redundancy, 1 × cooldown.`; `null` if nothing was. */
export function refusedSentence({ policy }: Report): string | null {
  if (policy.refusals.length === 0) return null;
  const reasons = policy.refusals.map(
    ({ reason, count }) => `${formatCount(count)} × ${reason.replaceAll('-', ' ')}`,
  );
  return `Refused: ${reasons.join(', ')}.`;
}

/** How much maintenance was excluded, and the counts with it included; empty if none was. */
export function exclusionSentences({ excluded }: Report): readonly string[] {
  if (excluded === null) return [];
  const { intervals, seconds, slos } = excluded;
  const counts = slos.map(
    ({ slo, good, total }) => `${plainText(slo)} ${formatCount(good)}/${formatCount(total)}`,
  );
  const what = `${formatPlural(intervals.length, 'interval')}, ${formatDuration(seconds * 1_000)}`;
  return [`Planned maintenance is left out: ${what}. With it: ${counts.join(', ')}.`];
}
