/** The report on a period, from the ledger alone. */

import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import { type Hit, hitOf } from '../chaos/was-hit.ts';
import { UsageError } from '../errors.ts';
import type { Interval, Ledger } from '../ports.ts';
import { knownRate, type MeasuredJourney } from '../probe/measured-journey.ts';
import { measuredSince, slicePageSize } from '../probe/read-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
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
 * Reads as far back as the SLOs' windows, their alerts and the period before need. Memory: one page of slices, one
 * experiment at a time, and sums. A judge's void slices (its own lag was over the limit) count nowhere.
 *
 * @throws UsageError for an empty period, a slice that cannot be counted, or if no judge has an SLO.
 */
export async function readReport(
  ports: { readonly ledger: Pick<Ledger, 'slices' | 'transitions' | 'losses'> },
  request: ReportRequest,
  beside: Beside = nothingBeside,
): Promise<Report> {
  if (request.fromMs >= request.toMs)
    throw new UsageError('A report needs a period that begins before it ends.');
  const { ledger } = ports;
  const { configuration, toMs, excluded } = request;
  const history = await readHistory(ledger, toMs);
  const losses = await readLosses(ledger, request, hitsOf(history));
  const expectations = await expectationsOf(ledger, request);
  const period = { fromMs: request.fromMs, toMs };
  const counted = await foldReport(
    {
      ...{ configuration, period, excluded, expectations, experiments: history, losses: losses.felt },
      watched: { fromMs: request.fromMs, tailMs: 0 },
    },
    seenBy(beside, pagesOf(ledger, request, beside)),
  );
  return assembleReport(
    { ...request, seed: null, readyMs: null, users: usersOf(counted.journeys) },
    {
      ...{ ...counted, losses: losses.lost, experiments: within(history, request) },
      lastProofAtMs: lastProofs(history.map(({ outcome }) => outcome)),
    },
  );
}

/** What else is counted while the slices of a report are read, so that they are read only once. */
export type Beside = {
  /** The earliest moment that it needs. */
  readonly fromMs: number;
  /** Every slice of every journey, each once: those from before the period too. */
  readonly add: (slice: LedgerSlice) => void;
};

const nothingBeside: Beside = { fromMs: Number.POSITIVE_INFINITY, add: () => {} };

async function* seenBy({ add }: Beside, pages: AsyncIterable<readonly LedgerSlice[]>) {
  for await (const page of pages) {
    page.forEach(add);
    yield page;
  }
}

/** The totals of all loads together. */
function usersOf(journeys: readonly JourneyResult[]): UserTotals | null {
  const ofUsers = journeys.filter(({ role, totals }) => role === 'load' && totals.sent > 0);
  const loads = ofUsers.map(({ totals }) => totals);
  const [countedBy, ...others] = new Set(ofUsers.map(({ measuredBy }) => measuredBy));
  const sum = (of: (totals: JourneyResult['totals']) => number) =>
    loads.reduce((soFar, load) => soFar + of(load), 0);
  const sent = sum((load) => load.sent);
  if (sent === 0) return null;
  return {
    ...{ sent, failed: sum((load) => load.failed), retried: sum((load) => load.retried) },
    ...{ acknowledged: null, stored: null },
    longestWaitMs: Math.max(...loads.map((load) => load.longestWaitMs)),
    ...(countedBy === undefined || others.length > 0 ? {} : { countedBy }),
  };
}

/** What the windows of each journey's objectives hold, in configuration order. */
export async function expectationsOf(
  ledger: Pick<Ledger, 'slices'>,
  request: Pick<ReportRequest, 'configuration' | 'toMs'>,
): Promise<Expectations> {
  const expectations: Expectations[number][] = [];
  for (const journey of request.configuration.journeys)
    expectations.push(await expectationOf(ledger, request, journey));
  return expectations;
}

/** When a journey was first measured is looked up only if an SLO needs it. */
async function expectationOf(
  ledger: Pick<Ledger, 'slices'>,
  { configuration, toMs }: Pick<ReportRequest, 'configuration' | 'toMs'>,
  journey: MeasuredJourney,
): Promise<Expectations[number]> {
  const { name } = journey;
  const ratePerSecond = knownRate(journey);
  if (ratePerSecond === null) return { name, expected: { basis: 'seen' } };
  const { service, slos } = configuration;
  const isAsked = slos.some((slo) => slo.journey === name);
  const measuredSinceMs = isAsked ? await measuredSince(ledger, { service, journey: name }, toMs) : null;
  return { name, expected: { basis: 'window', ratePerSecond, measuredSinceMs } };
}

function hitsOf(history: readonly PastExperiment[]): readonly Hit[] {
  return history.flatMap(({ outcome }) => ('injectedAtMs' in outcome ? hitOf(outcome) : []));
}

/** Pages of all journeys, one after the other. */
async function* pagesOf(ledger: Pick<Ledger, 'slices'>, request: ReportRequest, beside: Beside) {
  const { service, journeys } = request.configuration;
  const fromMs = Math.min(beginningOf(request), beside.fromMs);
  const query = { service, fromMs, toMs: request.toMs, pageSize: slicePageSize };
  for (const { name } of journeys) yield* ledger.slices({ ...query, journey: name });
}

/** The earliest moment that anything in the report needs. */
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
