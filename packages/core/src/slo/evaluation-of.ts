/**
 * From counts to an evaluation: shares of the budget, burn rates, alerts, forecast and verdict (domain.md §5 and §7).
 */
import type { Interval } from '../ports.ts';
import { burnFactor, burnSeconds, type CountsOver, isFiring } from './burn-alerts.ts';
import { burnRate } from './burn-rate.ts';
import type { Tallied } from './error-budget.ts';
import { warningsOf } from './evaluation-warnings.ts';
import type { Coverage } from './minutes-seen.ts';
import type { Slo } from './slo.ts';
import type { BudgetShares, SloEvaluation } from './slo-evaluation.ts';
import type { SloStatus } from './slo-status.ts';

/** What was counted up to a moment. */
export type Evidence = {
  readonly nowMs: number;
  readonly bounds: Interval;
  readonly countsSince: (fromMs: number) => Tallied;
  /** Counts of the window including excluded time; `null` if nothing is excluded. */
  readonly unfiltered: Tallied | null;
  readonly coverage: Coverage;
  /** The status for given counts of the window. */
  readonly status: (counts: Tallied) => SloStatus;
  /** How many slices start at or after now. */
  readonly future: number;
  /** The period, in seconds, whose budget the alerts' shares refer to. */
  readonly period: number;
};

export function evaluationOf(slo: Slo, evidence: Evidence): SloEvaluation {
  const { nowMs, countsSince, unfiltered, coverage, status: askStatus } = evidence;
  const counts = countsSince(evidence.bounds.fromMs);
  const countsOver: CountsOver = (seconds) => countsSince(nowMs - seconds * 1_000);
  const status = askStatus(counts);
  // A window that has ended no longer burns.
  const isOver = slo.window.kind === 'calendar' && status.isFinal;
  const burn = burnSeconds(slo.alerts).map((seconds) => ({
    seconds,
    rate: burnRate(countsOver(seconds), slo.objective),
  }));
  return {
    ...status,
    burn,
    alerts: alertStates(slo, evidence.period, countsOver),
    exhaustedInSeconds: exhaustedIn(status, isOver ? null : currentBurn(slo, burn, counts)),
    coverage,
    withoutExclusions: unfiltered === null ? null : sharesOf(askStatus(unfiltered)),
    warnings: warningsOf(slo, {
      counts,
      countsOver,
      coverage,
      future: evidence.future,
      period: evidence.period,
    }),
  };
}

function sharesOf({ good, total, sli, consumed, remaining }: SloStatus): BudgetShares {
  return { good, total, sli, consumed, remaining };
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
 * The burn over the long window of the first page rule; if that has no data, over the longest window that has; if none
 * has, over the SLO's own window.
 */
function currentBurn(slo: Slo, burn: SloEvaluation['burn'], counts: Tallied): number | null {
  const page = slo.alerts.find(({ severity }) => severity === 'page');
  const preferred = burn.find(({ seconds }) => seconds === page?.longSeconds)?.rate ?? null;
  const longest = burn.findLast(({ rate }) => rate !== null)?.rate ?? null;
  return preferred ?? longest ?? burnRate(counts, slo.objective);
}

function exhaustedIn({ remaining, window }: SloStatus, burn: number | null): number | null {
  const when = forecast(remaining, burn, (window.endMs - window.startMs) / 1_000);
  if (when.kind === 'exhausted') return 0;
  return when.kind === 'lasts' ? null : when.seconds;
}

type Forecast =
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'lasts' }
  | { readonly kind: 'exhausted-in'; readonly seconds: number };

/**
 * remaining ÷ (burn ÷ window) seconds from now (domain.md §5). `burn` is the current burn rate, `null` without data;
 * a budget that does not burn lasts.
 */
export function forecast(remaining: number, burn: number | null, windowSeconds: number): Forecast {
  if (remaining <= 0) return { kind: 'exhausted' };
  if (burn === null || burn === 0) return { kind: 'lasts' };
  return { kind: 'exhausted-in', seconds: (remaining / burn) * windowSeconds };
}
