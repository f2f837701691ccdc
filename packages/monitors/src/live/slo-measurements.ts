/** The events of one SLO as its budgeting method counts them, and how fast its budget burns. */
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import type { LedgerSlice } from '@garbageday/core/probe/slice.ts';
import { burnSeconds } from '@garbageday/core/slo/burn-alerts.ts';
import { burnRate } from '@garbageday/core/slo/burn-rate.ts';
import { countsFrom } from '@garbageday/core/slo/slice-counts.ts';
import type { Budgeting } from '@garbageday/core/slo/slo.ts';
import { tallyOf } from '@garbageday/core/slo/tally.ts';
import type { Counts } from '@garbageday/core/statistics/counts.ts';
import type { Mark } from './mark.ts';
import { recentCounts } from './recent-counts.ts';

export type MeasuredSlo = {
  readonly slo: SloConfiguration;
  /** Events, or time slices if those are budgeted. */
  readonly events: Counts;
  /** `null`: nothing was measured in that time. */
  readonly burn: readonly { readonly seconds: number; readonly rate: number | null }[];
  /** The latest bad ones during an experiment; the value is how many they were. */
  readonly bad: Mark | null;
};

export type SloMeasurements = {
  readonly add: (slice: LedgerSlice, experimentId: string | null) => void;
  readonly read: (nowMs: number) => MeasuredSlo;
};

type Unit = { readonly startMs: number; readonly counts: Counts; readonly experimentId: string | null };

export function sloMeasurements(slo: SloConfiguration): SloMeasurements {
  const windows = burnSeconds(slo.alerts).map((seconds) => ({ seconds, counts: recentCounts(seconds) }));
  const unitMs = slo.budgeting.kind === 'occurrences' ? null : slo.budgeting.sliceSeconds * 1_000;
  let events: Counts = { good: 0, total: 0 };
  let bad: Mark | null = null;
  let open: Unit | null = null;
  const close = ({ startMs, counts, experimentId }: Unit): void => {
    const budgeted = budgetedBy(slo.budgeting, counts);
    events = { good: events.good + budgeted.good, total: events.total + budgeted.total };
    for (const window of windows) window.counts.add(startMs, budgeted);
    const value = budgeted.total - budgeted.good;
    if (experimentId !== null && value > 0) bad = { experimentId, value, atMs: startMs };
  };
  return {
    add: (slice, experimentId) => {
      const counted = countsFrom(slo, slice);
      if (counted === null) return;
      const unit = { startMs: counted.startMs, counts: counted.counts, experimentId };
      if (unitMs === null) return close(unit);
      const startMs = Math.floor(counted.startMs / unitMs) * unitMs;
      // A time slice counts once it is over.
      if (open !== null && open.startMs !== startMs) close(open);
      open = open?.startMs === startMs ? joined(open, unit) : { ...unit, startMs };
    },
    read: (nowMs) => ({
      ...{ slo, events, bad },
      burn: windows.map(({ seconds, counts }) => ({
        seconds,
        rate: burnRate(counts.read(nowMs), slo.objective),
      })),
    }),
  };
}

function joined(open: Unit, { counts, experimentId }: Unit): Unit {
  return {
    startMs: open.startMs,
    counts: { good: open.counts.good + counts.good, total: open.counts.total + counts.total },
    experimentId: experimentId ?? open.experimentId,
  };
}

function budgetedBy(budgeting: Budgeting, counts: Counts): Counts {
  const tally = tallyOf(budgeting, [0]);
  tally.add({ startMs: 0, counts });
  const { good, total } = tally.since(0);
  return { good, total };
}
