/** Which of an alert's rules explains why it fires. */
import type { SloEvaluation } from './slo-evaluation.ts';

/** `null` rates: no data. */
export type RuleRates = {
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly factor: number;
  readonly long: number | null;
  readonly short: number | null;
};

/** One rule at one moment. */
export type RuleBurn = { readonly rates: RuleRates; readonly firing: boolean };

/**
 * The firing rule of that severity, the one with the highest factor if there are several. If none fires (any more), the
 * one closest to firing: whose lower rate is the largest fraction of its factor. `null`: the SLO has no such rule.
 */
export function burningRule(
  { alerts, burn }: Pick<SloEvaluation, 'alerts' | 'burn'>,
  severity: 'page' | 'ticket',
): RuleRates | null {
  const rateOver = (seconds: number) => burn.find((each) => each.seconds === seconds)?.rate ?? null;
  const rules = alerts
    .filter((rule) => rule.severity === severity)
    .map(({ longSeconds, shortSeconds, factor, firing }) => ({
      rates: {
        longSeconds,
        shortSeconds,
        factor,
        long: rateOver(longSeconds),
        short: rateOver(shortSeconds),
      },
      firing,
    }));
  return mostUrgent(rules)?.rates ?? null;
}

/** Which of the rules says most: see `burningRule`. `null`: there are none. */
export function mostUrgent(rules: readonly RuleBurn[]): RuleBurn | null {
  const [first] = rules.toSorted(
    (a, b) =>
      Number(b.firing) - Number(a.firing) ||
      (a.firing ? b.rates.factor - a.rates.factor : nearness(b.rates) - nearness(a.rates)),
  );
  return first ?? null;
}

function nearness({ long, short, factor }: RuleRates): number {
  return Math.min(long ?? 0, short ?? 0) / factor;
}
