/** What every report counts, for a run as for a month: one fold over the slices, page by page, that keeps only sums. */
import type { Configuration, SloConfiguration } from '../configuration.ts';
import type { Interval } from '../ports.ts';
import { journeyNamed } from '../probe/measured-journey.ts';
import { isTrusted } from '../probe/read-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { trafficDelayMs } from '../probe/traffic-source.ts';
import type { Attribution } from '../slo/attribution.ts';
import { chaosSloOf, otherPayers } from '../slo/chaos-slo.ts';
import { sloOf } from '../slo/slo-of.ts';
import { windowBounds } from '../slo/window.ts';
import { compositePass, type Expectations, expectedOf } from './composite-pass.ts';
import { type JourneyResult, journeyPass } from './journey-pass.ts';
import type { PastExperiment } from './read-history.ts';
import type { Report, UnplannedLoss } from './report.ts';
import { type SpendPass, spendPass } from './spend-pass.ts';

export type ReportFrame = {
  readonly configuration: Configuration;
  /** The report's period; SLOs are evaluated at its end. */
  readonly period: Interval;
  /** The part that the probers must have seen: until the last slice ends or `tailMs` before the end. */
  readonly watched: { readonly fromMs: number; readonly tailMs: number };
  readonly excluded: readonly Interval[];
  readonly expectations: Expectations;
  /** From any time: experiments without an impact do not matter. */
  readonly experiments: readonly PastExperiment[];
  /** `null`: losses are not recorded. */
  readonly losses: readonly UnplannedLoss[] | null;
};

export type Counted = {
  /** For every journey, in configuration order. */
  readonly journeys: readonly JourneyResult[];
  readonly composites: Report['composites'];
  /** For the SLO that pays for chaos. */
  readonly attribution: Attribution;
  readonly otherAttributions: readonly Attribution[];
  /** Share of that SLO's budget that chaos spent in its whole window. */
  readonly chaosSpent: number;
};

/**
 * Slices of all journeys, each once, in any order. A judge's void slices (its own lag was over the limit) count
 * nowhere; a load's slices all count, and those of a journey that is not in the configuration are ignored.
 *
 * @throws UsageError for a slice that cannot be counted, and if no judge has an SLO.
 */
export async function foldReport(
  frame: ReportFrame,
  pages: AsyncIterable<readonly LedgerSlice[]>,
): Promise<Counted> {
  const { configuration } = frame;
  const spends = spendPasses(frame);
  const end = lastEnd(frame.period, frame.watched.tailMs);
  const measured = configuration.journeys.map((journey) => ({
    ...journey,
    pass: passOf(frame, journey),
    // What a load balancer counts is late, by itself.
    end: journey.measuredBy === undefined ? end : lastEnd(frame.period, trafficDelayMs),
  }));
  const composites = compositesOf(frame);
  const { maxLagMs } = configuration.probe;
  const add = (slice: LedgerSlice): void => {
    const own = measured.find(({ name }) => name === slice.journey);
    if (own === undefined || !isTrusted(slice, own.role, maxLagMs)) return;
    for (const pass of [own.end, composites, own.pass]) pass.add(slice);
    for (const { slo, pass } of spends.all) if (slo.journey === own.name) pass.add(slice);
  };
  for await (const page of pages) page.forEach(add);
  const journeys = measured.map(({ pass, end: own }) => pass.result(own.atMs()));
  return {
    ...{ journeys, composites: composites.result() },
    attribution: attributionOf(spends.paying, journeys),
    chaosSpent: attributionOf(spends.ofWindow, journeys).spent.chaos,
    otherAttributions: spends.others.map((spend) => attributionOf(spend, journeys)),
  };
}

function passOf(
  { configuration, period, watched, excluded, expectations }: ReportFrame,
  journey: Configuration['journeys'][number],
) {
  const { service, probe } = configuration;
  const { minCoverage } = probe;
  const watchedFromMs = watched.fromMs;
  return journeyPass(configuration, journey, {
    ...{ service, period, watchedFromMs, excluded, minCoverage, ...expectedOf(journey.name, expectations) },
  });
}

function compositesOf({ configuration, period, excluded, expectations }: ReportFrame) {
  const { minCoverage } = configuration.probe;
  return compositePass(configuration, { nowMs: period.toMs, excluded, minCoverage }, expectations);
}

/** The end of the last slice, but no later than the period's end and no earlier than the tail before it. */
function lastEnd({ toMs }: Interval, tailMs: number) {
  let lastMs = toMs - tailMs;
  return {
    add: ({ startMs, widthSeconds }: LedgerSlice): void => {
      lastMs = Math.max(lastMs, startMs + widthSeconds * 1_000);
    },
    atMs: () => Math.min(toMs, lastMs),
  };
}

type Spend = { readonly slo: SloConfiguration; readonly pass: SpendPass };

/** `paying`: for the SLO that pays for chaos, in the period; `ofWindow`: in its whole window, as the gate counts. */
function spendPasses({ configuration, period, excluded, experiments, losses }: ReportFrame) {
  const { slos, journeys, service } = configuration;
  const { maxLagMs } = configuration.probe;
  const spendOf = (slo: SloConfiguration, within: Interval): Spend => {
    const { ratePerSecond } = journeyNamed(journeys, slo.journey);
    const probe = { ratePerSecond, maxLagMs };
    return { slo, pass: spendPass({ period: within, excluded, experiments, losses, sli: slo.sli, probe }) };
  };
  const payer = chaosSloOf(slos);
  const { fromMs } = windowBounds(sloOf(service, payer).window, period.toMs);
  const paying = spendOf(payer, period);
  const ofWindow = spendOf(payer, { fromMs, toMs: period.toMs });
  const others = otherPayers(slos, payer).map((slo) => spendOf(slo, period));
  return { paying, ofWindow, others, all: [paying, ofWindow, ...others] };
}

/** As shares of the same budget that the SLO's own result reports. */
function attributionOf({ slo, pass }: Spend, journeys: readonly JourneyResult[]): Attribution {
  const events = journeys
    .flatMap(({ slos }) => slos)
    .reduce((known, counted) => (counted.slo === slo ? counted.evaluation.events : known), 0);
  return pass.result({ ...slo, events });
}
