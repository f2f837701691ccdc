/** The current budget and burn of the SLOs on each whole journey, for the live view: from what is measured for monitors. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { ruleBurns } from '@garbageday/core/slo/burn-alerts.ts';
import { mostUrgent } from '@garbageday/core/slo/burning-rule.ts';
import { countsWholeJourney } from '@garbageday/core/slo/chaos-slo.ts';
import { creditedCounts } from '@garbageday/core/slo/credited-counts.ts';
import { sloOf } from '@garbageday/core/slo/slo-of.ts';
import { sloStatus } from '@garbageday/core/slo/slo-status.ts';
import { periodSeconds } from '@garbageday/core/slo/window.ts';
import type { Measured } from '@garbageday/monitors/live/measurements.ts';
import type { MeasuredSlo } from '@garbageday/monitors/live/slo-measurements.ts';
import type { LiveBurn, LiveState } from '@garbageday/render/live/live-state.ts';

/** `bornMs`: when users and probe began, before which nothing was measured; null: they have not. */
export type Moment = { readonly nowMs: number; readonly bornMs: number | null };

export function liveBudgets(
  { service, journeys }: Pick<Configuration, 'service' | 'journeys'>,
  { slos }: Pick<Measured, 'slos'>,
  { nowMs, bornMs }: Moment,
): LiveState['budgets'] {
  return slos
    .filter(({ slo }) => countsWholeJourney(slo))
    .map((measured) => {
      const slo = sloOf(service, measured.slo);
      const { ratePerSecond } = journeyNamed(journeys, measured.slo.journey);
      const expected = { basis: 'window', ratePerSecond, measuredSinceMs: bornMs } as const;
      const counts = measured.inWindow;
      const { name, objective, remaining } = sloStatus({ slo, counts, nowMs, expected, isCovered: true });
      return { name, objective, remaining, burn: burnOf(measured, periodSeconds(slo.window), ratePerSecond) };
    });
}

/** As the gate judges it: only pages stop anything, and what is missing in a short history counts as good. */
function burnOf({ slo, burn }: MeasuredSlo, period: number, ratePerSecond: number): LiveBurn | null {
  const { objective, budgeting } = slo;
  const rules = slo.alerts.filter(({ severity }) => severity === 'page');
  const seen = new Map(burn.map(({ seconds, counts }) => [seconds, counts]));
  const countsOver = (seconds: number) =>
    creditedCounts(seen.get(seconds) ?? { good: 0, total: 0 }, seconds, { budgeting, ratePerSecond });
  const urgent = mostUrgent(ruleBurns({ objective, periodSeconds: period, rules }, countsOver));
  if (urgent === null) return null;
  const { long: rate, longSeconds: seconds, factor } = urgent.rates;
  return { rate, seconds, factor, isFiring: urgent.firing };
}
