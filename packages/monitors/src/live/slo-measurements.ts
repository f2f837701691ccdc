/**
 * The events of one SLO as its budgeting method counts them, and those of its window and of its alerts' windows: counted
 * once, for terminal, live page, `/metrics` and OTLP.
 */
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import type { LedgerSlice } from '@garbageday/core/probe/slice.ts';
import { burnPrecisionMs, burnSeconds } from '@garbageday/core/slo/burn-alerts.ts';
import { burnRate } from '@garbageday/core/slo/burn-rate.ts';
import { recentCounts } from '@garbageday/core/slo/recent-counts.ts';
import { countsFrom } from '@garbageday/core/slo/slice-counts.ts';
import type { Budgeting } from '@garbageday/core/slo/slo.ts';
import { tallyOf } from '@garbageday/core/slo/tally.ts';
import { parseWindow, periodSeconds, windowBounds } from '@garbageday/core/slo/window.ts';
import type { Counts } from '@garbageday/core/statistics/counts.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import type { Mark } from './mark.ts';

/** What is shown of an objective, of a run or of a stage. */
export type SloFigures = {
  readonly slo: SloConfiguration;
  /** Since the start: events, or time slices if those are budgeted. */
  readonly events: Counts;
  /** Each window of the alerts, ascending. `rate`: of the events seen; `null`: nothing was measured in that time. */
  readonly burn: readonly { readonly seconds: number; readonly rate: number | null }[];
  /** The latest bad ones during an experiment; the value is how many they were. */
  readonly bad: Mark | null;
};

export type MeasuredSlo = Omit<SloFigures, 'burn'> & {
  /** Those of the events in the SLO's window: to a sixtieth of it, a quarter of an hour at most. */
  readonly inWindow: Counts;
  readonly burn: readonly (SloFigures['burn'][number] & { readonly counts: Counts })[];
};

export type SloMeasurements = {
  readonly add: (slice: LedgerSlice, experimentId: string | null) => void;
  readonly read: (nowMs: number) => MeasuredSlo;
};

type Unit = { readonly startMs: number; readonly counts: Counts; readonly experimentId: string | null };

export function sloMeasurements(slo: SloConfiguration): SloMeasurements {
  const window = budgetWindow(slo);
  const windows = alertWindows(slo);
  const unitMs = slo.budgeting.kind === 'occurrences' ? null : slo.budgeting.sliceSeconds * 1_000;
  let events: Counts = { good: 0, total: 0 };
  let bad: Mark | null = null;
  let open: Unit | null = null;
  const close = ({ startMs, counts, experimentId }: Unit): void => {
    const budgeted = budgetedBy(slo.budgeting, counts);
    events = { good: events.good + budgeted.good, total: events.total + budgeted.total };
    for (const each of [...windows, ...(window === null ? [] : [window])]) each.add(startMs, budgeted);
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
      inWindow: window?.read(nowMs) ?? events,
      burn: windows.map(({ seconds, read }) => {
        const counts = read(nowMs);
        return { seconds, counts, rate: burnRate(counts, slo.objective) };
      }),
    }),
  };
}

type MovingWindow = {
  readonly add: (startMs: number, counts: Counts) => void;
  readonly read: (nowMs: number) => Counts;
};

/** `fromMsOf`: where the window begins at a moment. Without a reader, too, no more is kept than one would be shown. */
function movingWindow(bucketMs: number, fromMsOf: (nowMs: number) => number): MovingWindow {
  const { add, since } = recentCounts(Math.max(1_000, bucketMs));
  return {
    add: (startMs, counts) => {
      add(startMs, counts);
      since(fromMsOf(startMs));
    },
    read: (nowMs) => since(fromMsOf(nowMs)),
  };
}

/** Midnight of every time zone is a multiple of it. */
const quarterMs = 15 * minuteMs;

/** `null`: a probe has no window but its own time, `run`. */
function budgetWindow({ window, timeZone }: SloConfiguration): MovingWindow | null {
  if (window === 'run') return null;
  const parsed = parseWindow(window, timeZone);
  const bucketMs = Math.min(quarterMs, (periodSeconds(parsed) * 1_000) / parts);
  return movingWindow(bucketMs, (nowMs) => windowBounds(parsed, nowMs).fromMs);
}

/** A window of a ticket alone, which may be days long, is precise to this share of it. */
const parts = 60;

/** Those of a rule that pages as precisely as the gate counts them, which they stop. */
function alertWindows({
  alerts,
}: SloConfiguration): readonly (MovingWindow & { readonly seconds: number })[] {
  const pages = burnSeconds(alerts.filter(({ severity }) => severity === 'page'));
  return burnSeconds(alerts).map((seconds) => {
    const bucketMs = pages.includes(seconds) ? burnPrecisionMs(pages) : (seconds * 1_000) / parts;
    return { seconds, ...movingWindow(bucketMs, (nowMs) => nowMs - seconds * 1_000) };
  });
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
