/** The report of a period, from the ledger alone. */

import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import { type Hit, hitOf } from '../chaos/was-hit.ts';
import { UsageError } from '../errors.ts';
import type { Interval, Ledger } from '../ports.ts';
import type { MeasuredJourney } from '../probe/measured-journey.ts';
import { measuredSince, slicePageSize } from '../probe/read-slices.ts';
import { neededInterval } from '../slo/evaluate.ts';
import { sloOf } from '../slo/slo-of.ts';
import { assembleReport } from './assemble-report.ts';
import { compositeWindows, type Expectations } from './composite-pass.ts';
import { foldReport } from './fold-report.ts';
import type { JourneyResult } from './journey-pass.ts';
import { type PastExperiment, readHistory } from './read-history.ts';
import { readLosses } from './read-losses.ts';
import type { Report, UserTotals } from './report.ts';
import type { ReportRequest } from './report-request.ts';
import { lastProofs } from './resilience.ts';

/**
 * Reads as far back as the objectives' windows, their alerts and the period before reach. Memory: one page of slices, one
 * experiment at a time, and sums. Void slices of a judge (its own lag was over the limit) count nowhere.
 *
 * @throws UsageError for a period of no time, a slice that cannot be counted, and when no judge has an objective.
 */
export async function readReport(
  ports: { readonly ledger: Pick<Ledger, 'slices' | 'transitions' | 'losses'> },
  request: ReportRequest,
): Promise<Report> {
  if (request.fromMs >= request.toMs)
    throw new UsageError('A report needs a period that begins before it ends.');
  const { ledger } = ports;
  const { configuration, toMs, excluded } = request;
  const history = await readHistory(ledger, toMs);
  const losses = await readLosses(ledger, request, hitsOf(history));
  const expectations: Expectations[number][] = [];
  for (const journey of configuration.journeys)
    expectations.push(await expectationOf(ledger, request, journey));
  const period = { fromMs: request.fromMs, toMs };
  const counted = await foldReport(
    {
      ...{ configuration, period, excluded, expectations, experiments: history, losses: losses.felt },
      watched: { fromMs: request.fromMs, tailMs: 0 },
    },
    pagesOf(ledger, request),
  );
  return assembleReport(
    { ...request, seed: null, readyMs: null, users: usersOf(counted.journeys) },
    {
      ...{ ...counted, losses: losses.lost, experiments: within(history, request) },
      lastProofAtMs: lastProofs(history.map(({ outcome }) => outcome)),
    },
  );
}

/** Of all loads together. */
function usersOf(journeys: readonly JourneyResult[]): UserTotals | null {
  const loads = journeys.flatMap(({ role, totals }) => (role === 'load' ? totals : []));
  const sum = (of: (totals: JourneyResult['totals']) => number) =>
    loads.reduce((soFar, load) => soFar + of(load), 0);
  const sent = sum((load) => load.sent);
  if (sent === 0) return null;
  return {
    ...{ sent, failed: sum((load) => load.failed), retried: sum((load) => load.retried) },
    ...{ acknowledged: null, stored: null },
    longestWaitMs: Math.max(...loads.map((load) => load.longestWaitMs)),
  };
}

/** When a journey was first measured is looked for only where an objective asks. */
async function expectationOf(
  ledger: Pick<Ledger, 'slices'>,
  { configuration, toMs }: ReportRequest,
  { name, ratePerSecond }: MeasuredJourney,
): Promise<Expectations[number]> {
  const { service, slos } = configuration;
  const isAsked = slos.some((slo) => slo.journey === name);
  const measuredSinceMs = isAsked ? await measuredSince(ledger, { service, journey: name }, toMs) : null;
  return { name, expected: { basis: 'window', ratePerSecond, measuredSinceMs } };
}

function hitsOf(history: readonly PastExperiment[]): readonly Hit[] {
  return history.flatMap(({ outcome }) => ('injectedAtMs' in outcome ? hitOf(outcome) : []));
}

/** Of all journeys, one after the other. */
async function* pagesOf(ledger: Pick<Ledger, 'slices'>, request: ReportRequest) {
  const { service, journeys } = request.configuration;
  const query = { service, fromMs: beginningOf(request), toMs: request.toMs, pageSize: slicePageSize };
  for (const { name } of journeys) yield* ledger.slices({ ...query, journey: name });
}

/** The earliest moment that anything in the report asks about. */
function beginningOf({ configuration, fromMs, toMs }: ReportRequest): number {
  const windows = configuration.slos.map((slo) => {
    const objective = sloOf(configuration.service, slo);
    return neededInterval(objective, toMs).fromMs;
  });
  const wider = compositeWindows(configuration, toMs).map((window) => window.fromMs);
  return Math.min(fromMs - (toMs - fromMs), ...windows, ...wider);
}

function within(
  history: readonly PastExperiment[],
  { fromMs, toMs }: Interval,
): readonly ExperimentOutcome[] {
  return history
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ outcome }) => outcome);
}
