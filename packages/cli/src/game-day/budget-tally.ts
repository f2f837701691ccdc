/** What this run has spent of each whole journey's budgets, counted as slices come in: for the live view. */
import type { Configuration } from '@garbageday/core/config/configuration.ts';
import { isVoid } from '@garbageday/core/probe/coverage.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { countsWholeJourney } from '@garbageday/core/slo/chaos-slo.ts';
import { remaining } from '@garbageday/core/slo/error-budget.ts';
import { eventsPerWindow } from '@garbageday/core/slo/window.ts';
import type { LiveState } from '@garbageday/render/terminal/live-state.ts';

export type BudgetTally = {
  readonly add: (slice: Slice) => void;
  readonly read: () => LiveState['budgets'];
};

export function budgetTally({ slos, users, probe }: Configuration): BudgetTally {
  const rates = { users: users.ratePerSecond, probe: probe.ratePerSecond };
  const tallies = slos.filter(countsWholeJourney).map((slo) => ({ slo, bad: 0 }));
  return {
    add: (slice) => {
      if (slice.journey === 'probe' && isVoid(slice, probe.maxLagMs)) return;
      for (const tally of tallies) {
        if (tally.slo.journey !== slice.journey) continue;
        const { good, total } = slice[tally.slo.sli];
        tally.bad += total - good;
      }
    },
    read: () =>
      tallies.map(({ slo, bad }) => ({
        name: slo.name,
        objective: slo.objective,
        remaining: remaining(bad, slo.objective, eventsPerWindow(rates[slo.journey], slo.window)),
      })),
  };
}
