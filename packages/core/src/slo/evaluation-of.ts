/** From counts to an evaluation: shares of the budget, burn rates, alerts, forecast and verdict (domain.md §5 and §7). */
import type { Interval } from '../ports.ts';
import type { Counts } from '../probe/slice.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import { burnFactor, burnSeconds, type CountsOver, isFiring } from './burn-alerts.ts';
import { burnRate } from './burn-rate.ts';
import { badOf, consumed } from './error-budget.ts';
import { warningsOf } from './evaluation-warnings.ts';
import { forecast } from './forecast.ts';
import type { Coverage } from './minutes-seen.ts';
import type { Slo } from './slo.ts';
import type { BudgetShares, SloEvaluation } from './slo-evaluation.ts';
import { verdictOf } from './verdict.ts';
import { windowText } from './window.ts';

/** What was counted up to a moment. */
export type Evidence = {
  readonly nowMs: number;
  readonly bounds: Interval;
  readonly countsSince: (fromMs: number) => Counts;
  /** Of the window, with what is excluded; `null` when nothing is. */
  readonly unfiltered: Counts | null;
  readonly coverage: Coverage;
  /** How many slices start at or after now. */
  readonly future: number;
  /** In seconds: what the alerts' shares are shares of. */
  readonly period: number;
};

export function evaluationOf(slo: Slo, evidence: Evidence): SloEvaluation {
  const { nowMs, bounds, countsSince, unfiltered, coverage } = evidence;
  const counts = countsSince(bounds.fromMs);
  const countsOver: CountsOver = (seconds) => countsSince(nowMs - seconds * 1_000);
  const shares = budgetShares(counts, slo.objective);
  const burn = burnSeconds(slo.alerts).map((seconds) => ({
    seconds,
    rate: burnRate(countsOver(seconds), slo.objective),
  }));
  const interval = wilsonInterval(counts);
  return {
    name: slo.name,
    objective: slo.objective,
    window: { text: windowText(slo.window), startMs: bounds.fromMs, endMs: bounds.toMs },
    ...shares,
    burn,
    alerts: alertStates(slo, evidence.period, countsOver),
    exhaustedInSeconds: exhaustedIn(shares, currentBurn(slo, burn, shares), bounds),
    interval,
    verdict: verdictOf(interval, slo.objective),
    coverage,
    withoutExclusions: unfiltered === null ? null : budgetShares(unfiltered, slo.objective),
    warnings: warningsOf(slo, {
      counts,
      countsOver,
      coverage,
      future: evidence.future,
      period: evidence.period,
    }),
  };
}

/** Shares of the budget of what was seen (domain.md §5). */
export function budgetShares(counts: Counts, objective: number): BudgetShares {
  const { good, total } = counts;
  const spent = consumed(badOf(counts), objective, total);
  return { good, total, sli: total === 0 ? null : good / total, consumed: spent, remaining: 1 - spent };
}

function alertStates(slo: Slo, period: number, countsOver: CountsOver): SloEvaluation['alerts'] {
  const budget = { objective: slo.objective, periodSeconds: period };
  return slo.alerts.map((rule) => ({
    severity: rule.severity,
    longSeconds: rule.longSeconds,
    shortSeconds: rule.shortSeconds,
    factor: burnFactor(rule, budget.periodSeconds),
    firing: isFiring(rule, budget, countsOver),
  }));
}

/**
 * The burn over the long window of the first page rule; where that has no data, over the longest window that has; without
 * any, over the objective's own window.
 */
function currentBurn(
  slo: Slo,
  burn: SloEvaluation['burn'],
  { sli, consumed: own }: BudgetShares,
): number | null {
  const page = slo.alerts.find(({ severity }) => severity === 'page');
  const preferred = burn.find(({ seconds }) => seconds === page?.longSeconds)?.rate ?? null;
  const longest = burn.findLast(({ rate }) => rate !== null)?.rate ?? null;
  return preferred ?? longest ?? (sli === null ? null : own);
}

function exhaustedIn(
  { remaining }: BudgetShares,
  burn: number | null,
  { fromMs, toMs }: Interval,
): number | null {
  const when = forecast(remaining, burn, (toMs - fromMs) / 1_000);
  if (when.kind === 'exhausted') return 0;
  return when.kind === 'lasts' ? null : when.seconds;
}
