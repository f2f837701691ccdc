/** The report of a period, from the ledger alone: one pass over each journey's slices, page by page. */
import { type Hit, hitOf } from '../chaos/was-hit.ts';
import type { SloConfiguration } from '../config/configuration.ts';
import { UsageError } from '../errors.ts';
import type { Ledger } from '../ports.ts';
import { isVoid } from '../probe/coverage.ts';
import { slicePageSize } from '../probe/read-slices.ts';
import type { Slice } from '../probe/slice.ts';
import { chaosSloOf } from '../slo/chaos-slo.ts';
import { neededInterval } from '../slo/evaluate.ts';
import { sloOf } from '../slo/slo-of.ts';
import { compositePass, compositeWindows } from './composite-pass.ts';
import { budgetOf, type JourneyResult, journeyPass } from './journey-pass.ts';
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
  const history = await readHistory(ports.ledger, request.toMs);
  const losses = await readLosses(ports.ledger, request, hitsOf(history));
  const spend = spendOf(request, history, losses);
  const { toMs, excluded } = request;
  const composites = compositePass(request.configuration, { nowMs: toMs, excluded });
  const users = await readJourney(ports, request, { journey: 'users', also: [composites] });
  const probe = await readJourney(ports, request, { journey: 'probe', also: [composites, spend] });
  const counted = { history, users, probe, composites: composites.result(), attribution: spend.result() };
  return periodReport(request, { ...counted, losses: losses.lost });
}

function hitsOf(history: readonly PastExperiment[]): readonly Hit[] {
  return history.flatMap(({ outcome }) => ('injectedAtMs' in outcome ? hitOf(outcome) : []));
}

type Pass = {
  readonly journey: SloConfiguration['journey'];
  readonly also: readonly Pick<SpendPass, 'add'>[];
};

async function readJourney(
  { ledger }: { readonly ledger: Pick<Ledger, 'slices'> },
  request: ReportRequest,
  { journey, also }: Pass,
): Promise<JourneyResult> {
  const { configuration, toMs, excluded } = request;
  const { service, probe } = configuration;
  const period = { fromMs: request.fromMs, toMs };
  const pass = journeyPass(configuration, journey, { service, period, excluded });
  const isTrusted = (slice: Slice): boolean => journey === 'users' || !isVoid(slice, probe.maxLagMs);
  const query = { service, journey, fromMs: beginningOf(request), toMs, pageSize: slicePageSize };
  for await (const page of ledger.slices(query)) {
    for (const slice of page) {
      if (!isTrusted(slice)) continue;
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

function spendOf(
  request: ReportRequest,
  experiments: readonly PastExperiment[],
  { felt: losses }: PeriodLosses,
): SpendPass {
  const { configuration, fromMs, toMs, excluded } = request;
  const slo = chaosSloOf(configuration.slos);
  return spendPass({
    period: { fromMs, toMs },
    ...{ excluded, experiments, losses },
    budget: { ...budgetOf(configuration, slo), name: slo.name },
    probe: configuration.probe,
  });
}
