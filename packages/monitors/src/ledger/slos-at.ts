/** Objectives at the end of a span: their events of the day, and budget and burn rates as every report computes them. */
import type { Configuration, SloConfiguration } from '@garbageday/core/configuration.ts';
import type { Interval, Ledger } from '@garbageday/core/ports.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { sumCounts } from '@garbageday/core/probe/merge-slices.ts';
import { isTrusted, measuredSince } from '@garbageday/core/probe/read-slices.ts';
import type { LedgerSlice } from '@garbageday/core/probe/slice.ts';
import {
  type Moment,
  neededInterval,
  type SliceCounts,
  sloEvaluator,
} from '@garbageday/core/slo/evaluate.ts';
import { expectationOf } from '@garbageday/core/slo/evaluate-now.ts';
import { membership } from '@garbageday/core/slo/exclusions.ts';
import { countsFrom } from '@garbageday/core/slo/slice-counts.ts';
import type { Budgeting, Slo } from '@garbageday/core/slo/slo.ts';
import { sloOf } from '@garbageday/core/slo/slo-of.ts';
import { timeSliceTally } from '@garbageday/core/slo/tally.ts';
import type { Counts } from '@garbageday/core/statistics/counts.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import type { SloFigures } from '../live/slo-measurements.ts';
import type { DaySpan } from './due-exports.ts';
import { keptSlices } from './kept-slices.ts';

/** What is read of a ledger, and how. */
export type LedgerSource = {
  readonly ledger: Pick<Ledger, 'slices'>;
  readonly configuration: Configuration;
  /** The names of those of its journeys that are exported. */
  readonly journeys: readonly string[];
  /** How long after it began a slice may reach the ledger, in milliseconds. */
  readonly lateMs: number;
  /** Time that counts for no objective, before a moment. */
  readonly excludedBefore: (toMs: number) => Promise<readonly Interval[]>;
};

/** `remaining`: the share of the budget that is left; `null`: nothing was measured in its window. */
export type SloAtTime = SloFigures & { readonly remaining: number | null };

type SlosAt = (span: DaySpan) => Promise<readonly SloAtTime[]>;

export function slosAt(options: LedgerSource): SlosAt {
  const { configuration, journeys, excludedBefore } = options;
  const each = journeys.flatMap((journey) => {
    const slos = configuration.slos.filter((slo) => slo.journey === journey);
    return slos.length === 0 ? [] : slosOfJourney(options, journey, slos);
  });
  return async (span) => {
    if (each.length === 0) return [];
    const excluded = await excludedBefore(span.endMs);
    const found: SloAtTime[] = [];
    for (const evaluate of each) found.push(...(await evaluate(span, excluded)));
    return found;
  };
}

/** A window of weeks is read once for all of them, and only the counts are kept. */
function slosOfJourney(
  { ledger, configuration, lateMs }: LedgerSource,
  journey: string,
  configured: readonly SloConfiguration[],
) {
  const { service, journeys, probe } = configuration;
  const slos = configured.map((each) => ({ configured: each, slo: sloOf(service, each) }));
  const keep = (slice: LedgerSlice) => ({
    startMs: slice.startMs,
    bySlo: configured.map((each) =>
      isTrusted(slice, each.role, probe.maxLagMs) ? countsFrom(each, slice) : null,
    ),
  });
  const countsOf = keptSlices({ ledger, service, journey, lateMs, keep });
  let sinceMs: number | null = null;
  return async (span: DaySpan, excluded: readonly Interval[]): Promise<readonly SloAtTime[]> => {
    const { startMs, endMs: nowMs } = span;
    const beginnings = slos.map(({ slo }) => neededInterval(slo, nowMs).fromMs);
    // A time slice lasts a day at most.
    const kept = await countsOf({ fromMs: Math.min(startMs - dayMs, ...beginnings), toMs: nowMs });
    const expected = await expectationOf(journeyNamed(journeys, journey), async () => {
      // Where nothing is known there is no budget either, and 400 days would be looked through each minute.
      if (kept.length === 0) return null;
      sinceMs ??= await measuredSince(ledger, { service, journey }, nowMs);
      // The very first slice may have arrived late.
      return kept.reduce((first, each) => Math.min(first ?? each.startMs, each.startMs), sinceMs);
    });
    return slos.map((each, index) => {
      const slices = kept.flatMap(({ bySlo }) => bySlo[index] ?? []);
      return evaluated(each, slices, { span, nowMs, excluded, expected, minCoverage: probe.minCoverage });
    });
  };
}

type EvaluatedSlo = { readonly configured: SloConfiguration; readonly slo: Slo };

function evaluated(
  { configured, slo }: EvaluatedSlo,
  slices: readonly SliceCounts[],
  { span, ...moment }: Moment & { readonly span: DaySpan },
): SloAtTime {
  const evaluator = sloEvaluator(slo, moment);
  for (const slice of slices) evaluator.add(slice);
  const { burn, total, remaining } = evaluator.result();
  const isExcluded = membership(moment.excluded);
  const included = slices.filter(({ startMs }) => !isExcluded(startMs));
  return {
    ...{ slo: configured, bad: null, burn },
    events: eventsOf(slo.budgeting, included, span),
    remaining: total === 0 ? null : remaining,
  };
}

/** A time slice counts on the day in which it ends: until it is over it may yet turn out otherwise. */
function eventsOf(budgeting: Budgeting, slices: readonly SliceCounts[], { startMs, endMs }: DaySpan): Counts {
  const since = (fromMs: number) => slices.filter((slice) => slice.startMs >= fromMs);
  if (budgeting.kind === 'occurrences') return sumCounts(since(startMs).map(({ counts }) => counts));
  const tally = timeSliceTally(budgeting);
  const lengthMs = budgeting.sliceSeconds * 1_000;
  for (const slice of since(startMs - lengthMs)) tally.add(slice);
  return tally.between({ fromMs: startMs - lengthMs + 1, toMs: endMs - lengthMs + 1 });
}
