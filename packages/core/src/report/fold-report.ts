/** What every report counts, of a run as of a month: one fold over its slices, page by page, which keeps nothing but sums. */
import type { Configuration, SloConfiguration } from '../configuration.ts';
import type { Interval } from '../ports.ts';
import { isTrusted } from '../probe/coverage.ts';
import { roleOf } from '../probe/role-of.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import type { Attribution } from '../slo/attribution.ts';
import { chaosSloOf, otherPayers } from '../slo/chaos-slo.ts';
import { sloOf } from '../slo/slo-of.ts';
import { windowBounds } from '../slo/window.ts';
import { compositePass, type Expectations } from './composite-pass.ts';
import { type JourneyResult, journeyPass } from './journey-pass.ts';
import type { PastExperiment } from './read-history.ts';
import type { Report, UnplannedLoss } from './report.ts';
import { type SpendPass, spendPass } from './spend-pass.ts';

export type ReportFrame = {
  readonly configuration: Configuration;
  /** What the report is about; objectives are evaluated at its end. */
  readonly period: Interval;
  /** What of it the probers must have seen, until the last slice ends or `tailMs` before the end. */
  readonly watched: { readonly fromMs: number; readonly tailMs: number };
  readonly excluded: readonly Interval[];
  readonly expectations: Expectations;
  /** Of any time: those that hurt nobody do not matter. */
  readonly experiments: readonly PastExperiment[];
  /** `null`: nobody records them. */
  readonly losses: readonly UnplannedLoss[] | null;
};

export type Counted = {
  readonly users: JourneyResult;
  readonly probe: JourneyResult;
  readonly composites: Report['composites'];
  /** Of the objective that pays for chaos. */
  readonly attribution: Attribution;
  readonly otherAttributions: readonly Attribution[];
  /** Share of that objective's budget that chaos spent in its whole window. */
  readonly chaosSpent: number;
};

/**
 * Slices of both journeys, each once, in any order. Void slices of the probe (its own lag was over the limit) count nowhere;
 * the users' slices all count.
 *
 * @throws UsageError for a slice that cannot be counted, and when the probe has no objective.
 */
export async function foldReport(
  frame: ReportFrame,
  pages: AsyncIterable<readonly LedgerSlice[]>,
): Promise<Counted> {
  const { configuration } = frame;
  const spends = spendPasses(frame);
  const [ofUsers, ofProbe] = [passOf(frame, 'users'), passOf(frame, 'probe')];
  const composites = compositesOf(frame);
  const { maxLagMs } = configuration.probe;
  const end = lastEnd(frame);
  const add = (slice: LedgerSlice): void => {
    const isOfUsers = roleOf(slice.journey) === 'load';
    if (!isTrusted(slice, maxLagMs)) return;
    const own = isOfUsers ? [ofUsers] : [ofProbe, ...spends.all.map(({ pass }) => pass)];
    for (const pass of [end, composites, ...own]) pass.add(slice);
  };
  for await (const page of pages) page.forEach(add);
  const [users, probe] = [ofUsers.result(end.atMs()), ofProbe.result(end.atMs())];
  return {
    ...{ users, probe, composites: composites.result() },
    attribution: attributionOf(spends.paying, probe),
    chaosSpent: attributionOf(spends.ofWindow, probe).spent.chaos,
    otherAttributions: spends.others.map((spend) => attributionOf(spend, probe)),
  };
}

function passOf(
  { configuration, period, watched, excluded, expectations }: ReportFrame,
  journey: SloConfiguration['journey'],
) {
  const { service, probe } = configuration;
  const { minCoverage } = probe;
  const expected = expectations[journey];
  const watchedFromMs = watched.fromMs;
  return journeyPass(configuration, journey, {
    ...{ service, period, watchedFromMs, excluded, expected, minCoverage },
  });
}

function compositesOf({ configuration, period, excluded, expectations }: ReportFrame) {
  const { minCoverage } = configuration.probe;
  return compositePass(configuration, { nowMs: period.toMs, excluded, minCoverage }, expectations);
}

/** The end of the last slice, but no later than the period's, and at most the tail before it. */
function lastEnd({ period: { toMs }, watched }: ReportFrame) {
  let lastMs = toMs - watched.tailMs;
  return {
    add: ({ startMs, widthSeconds }: LedgerSlice): void => {
      lastMs = Math.max(lastMs, startMs + widthSeconds * 1_000);
    },
    atMs: () => Math.min(toMs, lastMs),
  };
}

type Spend = { readonly slo: SloConfiguration; readonly pass: SpendPass };

/** `paying`: of the objective that pays for chaos, in the period; `ofWindow`: in its whole window, as the gate counts. */
function spendPasses({ configuration, period, excluded, experiments, losses }: ReportFrame) {
  const { slos, probe, service } = configuration;
  const spendOf = (slo: SloConfiguration, within: Interval): Spend => ({
    slo,
    pass: spendPass({ period: within, excluded, experiments, losses, sli: slo.sli, probe }),
  });
  const payer = chaosSloOf(slos);
  const { fromMs } = windowBounds(sloOf(service, payer).window, period.toMs);
  const paying = spendOf(payer, period);
  const ofWindow = spendOf(payer, { fromMs, toMs: period.toMs });
  const others = otherPayers(slos, payer).map((slo) => spendOf(slo, period));
  return { paying, ofWindow, others, all: [paying, ofWindow, ...others] };
}

/** As shares of the budget that the objective itself is told to have. */
function attributionOf({ slo, pass }: Spend, { slos }: JourneyResult): Attribution {
  const events = slos.reduce(
    (known, counted) => (counted.slo === slo ? counted.evaluation.events : known),
    0,
  );
  return pass.result({ ...slo, events });
}
