/** How an SLO stood at earlier moments: at each of them what a report ending then would say. One pass over slices. */

import type { Configuration } from '../configuration.ts';
import type { Interval } from '../ports.ts';
import { isTrusted } from '../probe/read-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import type { Tallied } from '../slo/error-budget.ts';
import { membership } from '../slo/exclusions.ts';
import { countsFrom } from '../slo/slice-counts.ts';
import type { Slo } from '../slo/slo.ts';
import { sloOf } from '../slo/slo-of.ts';
import { type Expectation, sloStatus } from '../slo/slo-status.ts';
import { type TimedCounts, timeSliceTally } from '../slo/tally.ts';
import { windowBounds } from '../slo/window.ts';
import type { Expectations } from './composite-pass.ts';
import { expectedOf } from './composite-pass.ts';
import { periodPoints } from './timeline.ts';

/**
 * The SLO over its own window, which ends at `atMs`; the shares are `null` where nothing was measured. Where time slices
 * are budgeted, the one under way at `atMs` counts as it ended.
 */
export type SloMoment = {
  readonly atMs: number;
  readonly good: number;
  readonly total: number;
  readonly ratio: number | null;
  /** Of the error budget; negative when overspent. */
  readonly remaining: number | null;
};

export type SloHistory = {
  readonly slo: string;
  readonly objective: number;
  readonly window: string;
  /** Ascending, at equal distances; the last is the end of the period. */
  readonly moments: readonly SloMoment[];
};

/** Enough for three months of days, few enough for one line across a phone. */
export const maxMoments = 96;

export type HistoryFrame = {
  readonly configuration: Configuration;
  readonly period: Interval;
  readonly excluded: readonly Interval[];
};

export type HistoryPass = {
  /** The earliest slice that the first moment's windows hold. */
  readonly fromMs: number;
  /** Slices of all journeys, each once, in any order. */
  readonly add: (slice: LedgerSlice) => void;
  readonly result: (expectations: Expectations) => readonly SloHistory[];
};

/** Moments at round distances back from the end of the period, up to its beginning. */
export function momentsOf({ fromMs, toMs }: Interval): readonly number[] {
  const { stepMs } = periodPoints({ fromMs, toMs }, maxMoments);
  const count = Math.max(1, Math.ceil((toMs - fromMs) / stepMs));
  return Array.from({ length: count }, (_, index) => toMs - (count - 1 - index) * stepMs);
}

/** Every SLO of the configuration, in its order. Excluded time and a judge's void slices count nowhere. */
export function historyPass({ configuration, period, excluded }: HistoryFrame): HistoryPass {
  const { service, slos, probe } = configuration;
  const moments = momentsOf(period);
  const isExcluded = membership(excluded);
  const counted = slos.map((configured) => {
    const slo = sloOf(service, configured);
    return { configured, slo, tally: tallyAt(slo, moments) };
  });
  return {
    fromMs: Math.min(...counted.map(({ slo }) => windowBounds(slo.window, Math.min(...moments)).fromMs)),
    add: (slice) => {
      if (isExcluded(slice.startMs)) return;
      for (const { configured, slo, tally } of counted) {
        const own = countsFrom(slo.source, slice);
        if (own !== null && isTrusted(slice, configured.role, probe.maxLagMs)) tally.add(own);
      }
    },
    result: (expectations) =>
      counted.map(({ configured, slo, tally }) => {
        const { expected } = expectedOf(configured.journey, expectations);
        const { name, objective, window } = configured;
        return { slo: name, objective, window, moments: momentsBy(slo, expected, tally.counts()) };
      }),
  };
}

function momentsBy(slo: Slo, expected: Expectation, counted: readonly CountedMoment[]): readonly SloMoment[] {
  return counted.map(({ atMs, counts }) => {
    const { good, total, sli, remaining } = sloStatus({
      ...{ slo, counts, nowMs: atMs, expected, isCovered: true },
    });
    return { atMs, good, total, ratio: sli, remaining: sli === null ? null : remaining };
  });
}

type CountedMoment = { readonly atMs: number; readonly counts: Tallied };

type MomentTally = {
  readonly add: (slice: TimedCounts) => void;
  /** Of the window that ends at each moment. */
  readonly counts: () => readonly CountedMoment[];
};

function tallyAt(slo: Slo, moments: readonly number[]): MomentTally {
  const windows = moments.map((toMs) => ({ fromMs: windowBounds(slo.window, toMs).fromMs, toMs }));
  if (slo.budgeting.kind === 'occurrences') return occurrencesIn(windows);
  const { add, between } = timeSliceTally(slo.budgeting);
  return { add, counts: () => windows.map((window) => ({ atMs: window.toMs, counts: between(window) })) };
}

/**
 * Neither the beginnings nor the ends of the windows ever go back, so a slice lies in a run of neighbours: it is added
 * where that run begins and taken away where it ends, whatever the number of windows.
 */
function occurrencesIn(windows: readonly Interval[]): MomentTally {
  const [beginnings, ends] = [windows.map(({ fromMs }) => fromMs), windows.map(({ toMs }) => toMs)];
  const changes = windows.map(({ toMs }) => ({ atMs: toMs, good: 0, total: 0 }));
  const change = (at: number, { good, total }: Tallied, sign: 1 | -1): void => {
    for (const sums of changes.slice(at, at + 1)) {
      sums.good += sign * good;
      sums.total += sign * total;
    }
  };
  return {
    add: ({ startMs, counts }) => {
      const [first, end] = [countUpTo(ends, startMs), countUpTo(beginnings, startMs)];
      if (first >= end) return;
      change(first, counts, 1);
      change(end, counts, -1);
    },
    counts: () => {
      const sum = { good: 0, total: 0 };
      return changes.map(({ atMs, good, total }) => {
        sum.good += good;
        sum.total += total;
        return { atMs, counts: { ...sum } };
      });
    },
  };
}

/** How many of the ascending times are not after `atMs`. */
function countUpTo(times: readonly number[], atMs: number): number {
  return times.filter((time) => time <= atMs).length;
}
