/** Everything that a report site shows: the report on a period, how its SLOs stood before, and each experiment. */
import { livesOf } from '../chaos/transitions.ts';
import type { Configuration } from '../configuration.ts';
import type { Interval, Ledger } from '../ports.ts';
import { measuredSince } from '../probe/read-slices.ts';
import { dayMs, keptMs } from '../time/durations.ts';
import { type ExperimentEvidence, readEvidence } from './experiment-evidence.ts';
import { type PastExperiment, readHistory } from './read-history.ts';
import { expectationsOf, readReport } from './read-report.ts';
import type { Report } from './report.ts';
import type { ReportRequest } from './report-request.ts';
import { historyPass, type SloHistory } from './slo-history.ts';

export type SiteReport = {
  readonly report: Report;
  readonly histories: readonly SloHistory[];
  /** Every experiment of the period, in the order in which `evidence` yields them. */
  readonly past: readonly PastExperiment[];
  /** One experiment in memory at a time, oldest first. */
  readonly evidence: () => AsyncIterable<ExperimentEvidence>;
};

type SiteLedger = Pick<Ledger, 'slices' | 'transitions' | 'losses'>;

/** The slices of the period are read once, and those around an experiment once more. */
export async function readSite(ledger: SiteLedger, request: ReportRequest): Promise<SiteReport> {
  const { configuration, excluded, fromMs, toMs } = request;
  const pass = historyPass({ configuration, excluded, period: { fromMs, toMs } });
  const report = await readReport({ ledger }, request, pass);
  const history = await readHistory(ledger, toMs);
  const isWithin = ({ atMs }: Pick<PastExperiment, 'atMs'>) => atMs >= fromMs && atMs < toMs;
  const impacts = history.flatMap(({ outcome }) => ('impact' in outcome ? (outcome.impact ?? []) : []));
  const past = history.filter(isWithin);
  const ids = new Set(past.map(({ outcome }) => outcome.plan.id));
  return {
    report,
    histories: pass.result(await expectationsOf(ledger, request)),
    past,
    evidence: async function* () {
      for await (const life of livesOf(ledger, { fromMs: toMs - keptMs, toMs })) {
        const isAsked = life.some(({ experimentId }) => ids.has(experimentId));
        if (isAsked) yield await readEvidence(ledger, life, { configuration, impacts });
      }
    },
  };
}

/** Since when there is anything in the ledger, at most as long as it keeps slices; a day back if it is empty. */
export async function recordedPeriod(
  ledger: Pick<Ledger, 'slices' | 'transitions'>,
  { service, journeys }: Pick<Configuration, 'service' | 'journeys'>,
  toMs: number,
): Promise<Interval> {
  const beginnings: number[] = [];
  for (const { name } of journeys) {
    const sinceMs = await measuredSince(ledger, { service, journey: name }, toMs);
    if (sinceMs !== null) beginnings.push(sinceMs);
  }
  for await (const { atMs } of ledger.transitions({ fromMs: toMs - keptMs, toMs })) {
    beginnings.push(atMs);
    break;
  }
  return { fromMs: beginnings.length === 0 ? toMs - dayMs : Math.min(...beginnings), toMs };
}
