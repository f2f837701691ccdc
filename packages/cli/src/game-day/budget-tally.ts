/** The budget of each whole journey's objectives at this moment, counted as slices come in: for the live view. */

import type { Configuration } from '@garbageday/core/configuration.ts';
import { isTrusted } from '@garbageday/core/probe/coverage.ts';
import { journeyNamed, type MeasuredJourney } from '@garbageday/core/probe/measured-journey.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { countsWholeJourney } from '@garbageday/core/slo/chaos-slo.ts';
import type { Slo } from '@garbageday/core/slo/slo.ts';
import { sloOf } from '@garbageday/core/slo/slo-of.ts';
import { type SloStatus, sloStatus } from '@garbageday/core/slo/slo-status.ts';
import { windowBounds } from '@garbageday/core/slo/window.ts';
import type { Counts } from '@garbageday/core/statistics/counts.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';

export type BudgetTally = {
  readonly add: (slice: Slice) => void;
  /** `bornMs`: when users and probe began, before which nobody measured; null: they have not. */
  readonly read: (nowMs: number, bornMs: number | null) => LiveState['budgets'];
};

export function budgetTally(configuration: Configuration): BudgetTally {
  const { service, slos, journeys } = configuration;
  const { maxLagMs } = configuration.probe;
  const tallies = slos.filter(countsWholeJourney).map((configured) => {
    return { configured, slo: sloOf(service, configured), counts: slidingCounts() };
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
        const inWindow = counts.since(windowBounds(slo.window, nowMs).fromMs);
        const { ratePerSecond } = journeyNamed(journeys, configured.journey);
        const { name, objective, remaining } = statusOf(slo, inWindow, { nowMs, bornMs, ratePerSecond });
        return { name, objective, remaining };
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

/** Sums of what began in a window that only moves on. */
function slidingCounts() {
  const slices: { readonly startMs: number; readonly counts: Counts }[] = [];
  const sums = { good: 0, total: 0 };
  let first = 0;
  const change = ({ good, total }: Counts, sign: 1 | -1): void => {
    sums.good += sign * good;
    sums.total += sign * total;
  };
  return {
    add: (startMs: number, counts: Counts): void => {
      slices.push({ startMs, counts });
      change(counts, 1);
    },
    since: (fromMs: number): Counts => {
      for (let next = slices[first]; next !== undefined && next.startMs < fromMs; next = slices[first]) {
        change(next.counts, -1);
        first += 1;
      }
      return { ...sums };
    },
  };
}
