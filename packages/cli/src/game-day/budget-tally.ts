/** The current budget and burn of the SLOs on each whole journey, counted as slices come in, for the live view. */

import type { Configuration } from '@garbageday/core/configuration.ts';
import { journeyNamed, type MeasuredJourney } from '@garbageday/core/probe/measured-journey.ts';
import { isTrusted } from '@garbageday/core/probe/read-slices.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { burnSeconds, type CountsOver, ruleBurns } from '@garbageday/core/slo/burn-alerts.ts';
import { mostUrgent } from '@garbageday/core/slo/burning-rule.ts';
import { countsWholeJourney } from '@garbageday/core/slo/chaos-slo.ts';
import { creditedCounts } from '@garbageday/core/slo/credited-counts.ts';
import type { Slo } from '@garbageday/core/slo/slo.ts';
import { sloOf } from '@garbageday/core/slo/slo-of.ts';
import { type SloStatus, sloStatus } from '@garbageday/core/slo/slo-status.ts';
import { periodSeconds, windowBounds } from '@garbageday/core/slo/window.ts';
import type { Counts } from '@garbageday/core/statistics/counts.ts';
import type { LiveBurn, LiveState } from '@garbageday/render/live/live-state.ts';

export type BudgetTally = {
  readonly add: (slice: Slice) => void;
  /** `bornMs`: when users and probe began, before which nothing was measured; null: they have not. */
  readonly read: (nowMs: number, bornMs: number | null) => LiveState['budgets'];
};

export function budgetTally(configuration: Configuration): BudgetTally {
  const { service, slos, journeys } = configuration;
  const { maxLagMs } = configuration.probe;
  const tallies = slos.filter(countsWholeJourney).map((configured) => {
    const slo = sloOf(service, configured);
    return { configured, slo, counts: slidingCounts(['window', ...burnSeconds(pagesOf(slo))]) };
  });
  return {
    add: (slice) => {
      for (const { configured, counts } of tallies) {
        if (configured.journey !== slice.journey || !isTrusted(slice, configured.role, maxLagMs)) continue;
        counts.add(slice.startMs, slice[configured.sli]);
      }
    },
    read: (nowMs, bornMs) =>
      tallies.map(({ configured, slo, counts }) => {
        const inWindow = counts.since('window', windowBounds(slo.window, nowMs).fromMs);
        const { ratePerSecond } = journeyNamed(journeys, configured.journey);
        const { name, objective, remaining } = statusOf(slo, inWindow, { nowMs, bornMs, ratePerSecond });
        const { budgeting } = slo;
        const burn = burnOf(slo, (seconds) =>
          creditedCounts(counts.since(seconds, nowMs - seconds * 1_000), seconds, {
            ...{ budgeting, ratePerSecond },
          }),
        );
        return { name, objective, remaining, burn };
      }),
  };
}

type Moment = { readonly nowMs: number; readonly bornMs: number | null } & Pick<
  MeasuredJourney,
  'ratePerSecond'
>;

function statusOf(slo: Slo, counts: Counts, { nowMs, bornMs, ratePerSecond }: Moment): SloStatus {
  const expected = { basis: 'window', ratePerSecond, measuredSinceMs: bornMs } as const;
  return sloStatus({ slo, counts, nowMs, expected, isCovered: true });
}

/** As the gate judges it: only pages stop anything. */
function burnOf(slo: Slo, countsOver: CountsOver): LiveBurn | null {
  const rules = pagesOf(slo);
  const question = { objective: slo.objective, periodSeconds: periodSeconds(slo.window), rules };
  const urgent = mostUrgent(ruleBurns(question, countsOver));
  if (urgent === null) return null;
  const { long: rate, longSeconds: seconds, factor } = urgent.rates;
  return { rate, seconds, factor, isFiring: urgent.firing };
}

function pagesOf({ alerts }: Slo): Slo['alerts'] {
  return alerts.filter(({ severity }) => severity === 'page');
}

type Sum = { first: number; good: number; total: number };

/** So seldom that moving the rest to the front costs nothing. */
const forgottenAtOnce = 1_000;

/** Sums of what began in windows that only move forward, each with a name. What all of them have left behind is forgotten. */
function slidingCounts(names: readonly (string | number)[]) {
  const slices: { readonly startMs: number; readonly counts: Counts }[] = [];
  const sums = new Map(names.map((name): [string | number, Sum] => [name, { first: 0, good: 0, total: 0 }]));
  const change = (sum: Sum, { good, total }: Counts, sign: 1 | -1): void => {
    sum.good += sign * good;
    sum.total += sign * total;
  };
  const forget = (): void => {
    const passed = Math.min(...[...sums.values()].map(({ first }) => first));
    if (passed < forgottenAtOnce) return;
    slices.splice(0, passed);
    for (const sum of sums.values()) sum.first -= passed;
  };
  return {
    add: (startMs: number, counts: Counts): void => {
      slices.push({ startMs, counts });
      for (const sum of sums.values()) change(sum, counts, 1);
    },
    since: (name: string | number, fromMs: number): Counts => {
      const sum = sums.get(name);
      if (sum === undefined) throw new Error(`no window has the name ${name}`);
      for (
        let next = slices[sum.first];
        next !== undefined && next.startMs < fromMs;
        next = slices[sum.first]
      ) {
        change(sum, next.counts, -1);
        sum.first += 1;
      }
      forget();
      const { good, total } = sum;
      return { good, total };
    },
  };
}
