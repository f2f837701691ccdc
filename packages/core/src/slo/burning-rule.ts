/** Of several rules of an alert the one that explains why it fires. */
import type { SloEvaluation } from './slo-evaluation.ts';

/** `null` rates: no data. */
export type RuleRates = {
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly factor: number;
  readonly long: number | null;
  readonly short: number | null;
};

/**
 * The rule of that severity that fires, the one with the highest factor if several do; where none does (any more), the one
 * that is nearest to it: whose lower rate is the largest part of its factor. `null`: the objective has no such rule.
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
    }))
    .toSorted(
      (a, b) =>
        Number(b.firing) - Number(a.firing) ||
        (a.firing ? b.rates.factor - a.rates.factor : nearness(b.rates) - nearness(a.rates)),
    );
  return rules[0]?.rates ?? null;
}

function nearness({ long, short, factor }: RuleRates): number {
  return Math.min(long ?? 0, short ?? 0) / factor;
}
