/** The report of a period, from the ledger alone: one pass over each journey's slices, page by page. */

import { type Hit, hitOf } from '../chaos/was-hit.ts';
import type { SloConfiguration } from '../configuration.ts';
import { UsageError } from '../errors.ts';
import type { Interval, Ledger } from '../ports.ts';
import { isTrusted } from '../probe/coverage.ts';
import { measuredSince } from '../probe/measured-since.ts';
import { slicePageSize } from '../probe/read-slices.ts';
import type { Attribution } from '../slo/attribution.ts';
import { chaosSloOf, otherPayers } from '../slo/chaos-slo.ts';
import { neededInterval } from '../slo/evaluate.ts';
import type { Expectation } from '../slo/expectation.ts';
import { sloOf } from '../slo/slo-of.ts';
import { windowBounds } from '../slo/window-bounds.ts';
import { compositePass, compositeWindows } from './composite-pass.ts';
import { type JourneyResult, journeyPass } from './journey-pass.ts';
import { periodReport } from './period-report.ts';
import { type PastExperiment, readHistory } from './read-history.ts';
import { type PeriodLosses, readLosses } from './read-losses.ts';
import type { Report } from './report.ts';
import type { ReportRequest } from './report-request.ts';
import { type SpendPass, spendPass } from './spend-pass.ts';

/**
 * Reads as far back as the objectives' windows, their alerts and the period before reach. Memory: one page of slices, one
 * experiment at a time, and sums. Void slices of the probe (its own lag was over the limit) count nowhere.
 *
 * @throws UsageError for a period of no time, a slice that cannot be counted, and when the probe has no objective.
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
  const expectations = {
    users: await expectationOf(ledger, request, 'users'),
    probe: await expectationOf(ledger, request, 'probe'),
  };
  const spends = spendPasses(request, history, losses);
  const { minCoverage } = configuration.probe;
  const composites = compositePass(configuration, { nowMs: toMs, excluded, minCoverage }, expectations);
  const read = (journey: SloConfiguration['journey'], also: Pass['also']) =>
    readJourney(ports, request, { journey, also, expected: expectations[journey] });
  const users = await read('users', [composites]);
  const probe = await read('probe', [
    composites,
    spends.paying.pass,
    spends.ofWindow.pass,
    ...spends.others.map(({ pass }) => pass),
  ]);
  const counted = { history, users, probe, composites: composites.result() };
  return periodReport(request, {
    ...counted,
    attribution: attributionOf(spends.paying, probe),
    chaosSpent: attributionOf(spends.ofWindow, probe).spent.chaos,
    otherAttributions: spends.others.map((spend) => attributionOf(spend, probe)),
    losses: losses.lost,
  });
}

/** When a journey was first measured is looked for only where an objective asks. */
async function expectationOf(
  ledger: Pick<Ledger, 'slices'>,
  { configuration, toMs }: ReportRequest,
  journey: SloConfiguration['journey'],
): Promise<Expectation> {
  const { service, slos } = configuration;
  const { ratePerSecond } = configuration[journey];
  const isAsked = slos.some((slo) => slo.journey === journey);
  const measuredSinceMs = isAsked ? await measuredSince(ledger, { service, journey }, toMs) : null;
  return { basis: 'window', ratePerSecond, measuredSinceMs };
}

function hitsOf(history: readonly PastExperiment[]): readonly Hit[] {
  return history.flatMap(({ outcome }) => ('injectedAtMs' in outcome ? hitOf(outcome) : []));
}

type Pass = {
  readonly journey: SloConfiguration['journey'];
  readonly also: readonly Pick<SpendPass, 'add'>[];
  readonly expected: Expectation;
};

async function readJourney(
  { ledger }: { readonly ledger: Pick<Ledger, 'slices'> },
  request: ReportRequest,
  { journey, also, expected }: Pass,
): Promise<JourneyResult> {
  const { configuration, toMs, excluded } = request;
  const { service, probe } = configuration;
  const period = { fromMs: request.fromMs, toMs };
  const { minCoverage } = probe;
  const pass = journeyPass(configuration, journey, { service, period, excluded, expected, minCoverage });
  const query = { service, journey, fromMs: beginningOf(request), toMs, pageSize: slicePageSize };
  for await (const page of ledger.slices(query)) {
    for (const slice of page) {
      if (!isTrusted(slice, probe.maxLagMs)) continue;
      pass.add(slice);
      for (const { add } of also) add(slice);
    }
  }
  return pass.result();
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

type Spend = { readonly slo: SloConfiguration; readonly pass: SpendPass };

type Spends = {
  /** Of the objective that pays for chaos, in the period. */
  readonly paying: Spend;
  /** The same in that objective's whole window: what the gate holds against chaos. */
  readonly ofWindow: Spend;
  /** Of the others on the whole journey of the probe. */
  readonly others: readonly Spend[];
};

function spendPasses(
  { configuration, fromMs, toMs, excluded }: ReportRequest,
  experiments: readonly PastExperiment[],
  { felt: losses }: PeriodLosses,
): Spends {
  const { slos, probe, service } = configuration;
  const spendOf = (slo: SloConfiguration, period: Interval): Spend => ({
    slo,
    pass: spendPass({ period, excluded, experiments, losses, sli: slo.sli, probe }),
  });
  const paying = chaosSloOf(slos);
  const window = { fromMs: windowBounds(sloOf(service, paying).window, toMs).fromMs, toMs };
  return {
    paying: spendOf(paying, { fromMs, toMs }),
    ofWindow: spendOf(paying, window),
    others: otherPayers(slos, paying).map((slo) => spendOf(slo, { fromMs, toMs })),
  };
}

/** As shares of the budget that the objective itself is told to have. */
function attributionOf({ slo, pass }: Spend, { slos }: JourneyResult): Attribution {
  const events = slos.reduce(
    (known, counted) => (counted.slo === slo ? counted.evaluation.events : known),
    0,
  );
  return pass.result({ ...slo, events });
}
