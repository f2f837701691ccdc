/** The SLOs of a report, the worst first; those that are fine take one line, however many there are. */

import type { Report, SloResult } from '@garbageday/core/report/report.ts';
import type { CompositeScore } from '@garbageday/core/slo/composite.ts';
import { formatCount, formatDuration, formatObjective, formatPlural } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { budgetText, sloRow } from '../summary/slo-row.ts';
import { budgetTone, sloMarks, verdictText } from '../summary/verdict-mark.ts';
import { code, line, type SlackLine } from './blocks.ts';
import { signOf, textBar } from './signs.ts';

/** An SLO, or a composite of several. */
type Promised = {
  /** 0: broken, 1: burning, 2: not measured, 3: little is left, 4: fine. */
  readonly urgency: number;
  readonly name: string;
  readonly verdict: string;
  readonly isMet: boolean;
  readonly remaining: number;
  /** `84.97% of the 30d budget left`; `null`: nothing was measured. */
  readonly budget: string | null;
  readonly line: SlackLine;
};

const fineFrom = 4;

/** All of them in the month's closing report; elsewhere one line covers those that are fine. */
export function objectiveLines(report: Report): readonly SlackLine[] {
  const all = [...report.slos.map(ofSlo), ...report.composites.map(ofComposite)].toSorted(
    (a, b) => a.urgency - b.urgency || a.remaining - b.remaining,
  );
  const fine = all.filter(({ urgency }) => urgency >= fineFrom);
  if (report.kind === 'month' || fine.length < 2) return all.map((each) => each.line);
  const odd = all.filter(({ urgency }) => urgency < fineFrom);
  return [...odd.map((each) => each.line), fineLine(fine, odd.length > 0)];
}

/** Up to this many SLOs, the small print has the counts of all of them. */
const fewSlos = 5;

/** Those that the small print details, the worst first: the ones that are not fine, or all if there are few. */
export function slosToProve({ slos }: Report): readonly SloResult[] {
  const rated = slos.map((slo) => ({ slo, urgency: urgencyOf(slo, slo.ratio === null) }));
  return rated
    .filter(({ urgency }) => slos.length <= fewSlos || urgency < fineFrom)
    .toSorted((a, b) => a.urgency - b.urgency || a.slo.remaining - b.slo.remaining)
    .map(({ slo }) => slo);
}

/** `✅ 36 other objectives met so far. Closest to its limit: latency, 84.97% of the 30d budget left.` */
function fineLine(fine: readonly Promised[], isRest: boolean): SlackLine {
  const words = [...new Set(fine.map(({ verdict }) => verdict))];
  const counts = words.map((word) => {
    const count = fine.filter(({ verdict }) => verdict === word).length;
    return `${formatCount(count)} ${word}`;
  });
  const [least] = fine;
  const all = isRest
    ? formatPlural(fine.length, 'other objective')
    : `All ${formatPlural(fine.length, 'objective')}`;
  const verdicts = words.length === 1 ? ` ${words[0]}` : `: ${counts.join(', ')}`;
  const closest =
    least === undefined || least.budget === null
      ? ''
      : ` Closest to its limit: ${least.name}, ${least.budget}.`;
  const sign = signOf(fine.every(({ isMet }) => isMet) ? 'good' : 'dim');
  return line`${sign} ${all}${verdicts}.${closest}`;
}

type Scored = Pick<SloResult, 'verdict' | 'remaining'> & { readonly alerts?: SloResult['alerts'] };

function urgencyOf({ verdict, remaining, alerts = [] }: Scored, isBlind: boolean): number {
  if (verdict === 'missed' || (remaining < 0 && !isBlind)) return 0;
  if (alerts.some(({ firing }) => firing)) return 1;
  if (verdict === 'no-data' || isBlind) return 2;
  return budgetTone(remaining) === 'good' ? fineFrom : 3;
}

function ofSlo(slo: SloResult): Promised {
  const { name, verdict, remaining, budget } = sloRow(slo);
  const urgency = urgencyOf(slo, slo.ratio === null);
  return {
    ...{ name, verdict, remaining, budget, urgency, isMet: slo.verdict === 'met' },
    line: sloLine(slo, urgency),
  };
}

function ofComposite(score: CompositeScore): Promised {
  const { sli, remaining, window } = score;
  const [name, verdict] = [plainText(score.name), verdictText(score)];
  const budget = sli === null ? null : budgetText(remaining, window.text);
  const urgency = urgencyOf(score, sli === null);
  return {
    ...{ name, verdict, remaining, budget, urgency, isMet: score.verdict === 'met' },
    line: line`${signAt(urgency, score.verdict)} *${name}* ${formatObjective(score.objective)} ${verdict}${barText(remaining, budget)}`,
  };
}

/** No ✅ for an SLO that is met but burns or has little budget left. */
function signAt(urgency: number, verdict: SloResult['verdict']): string {
  if (urgency === 0) return signOf('bad');
  return signOf(urgency < fineFrom ? 'warn' : sloMarks[verdict].tone);
}

/**
 * The verdict, the budget as a bar, and what burns now: `✅ *availability* 99.9% met ██████████ 98.2% of the 30d budget
 * left`.
 */
function sloLine(slo: SloResult, urgency: number): SlackLine {
  const { name, objective, verdict, remaining, budget } = sloRow(slo);
  return line`${signAt(urgency, slo.verdict)} *${name}* ${objective} ${verdict}${barText(remaining, budget)}${burning(slo)}`;
}

function barText(remaining: number, budget: string | null): SlackLine {
  return budget === null ? line`` : line` ${code(textBar(remaining))} ${budget}`;
}

function burning({ alerts, exhaustedInSeconds }: SloResult): string {
  const firing = alerts.filter((alert) => alert.firing);
  if (firing.length === 0) return '';
  const severity = firing.some((alert) => alert.severity === 'page') ? 'page' : 'ticket';
  const end =
    exhaustedInSeconds === null || exhaustedInSeconds <= 0
      ? ''
      : `, spent in ${formatDuration(exhaustedInSeconds * 1_000)} at this rate`;
  return ` 🔥 a ${severity} alert fires${end}`;
}
