/** The report of a period, from what was counted. */

import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import { percentilesOf } from '../chaos/measure-impact.ts';
import type { Configuration, SloConfiguration } from '../configuration.ts';
import type { Interval } from '../ports.ts';
import type { Attribution } from '../slo/attribution.ts';
import { mergeIntervals } from '../slo/exclusions.ts';
import { type SloScore, scoreOf } from '../slo/score-of.ts';
import type { SloEvaluation } from '../slo/slo-evaluation.ts';
import { conclusions } from './conclusions.ts';
import { isProven, type JourneyCoverage } from './journey-coverage.ts';
import type { JourneyResult } from './journey-pass.ts';
import { proofsOf } from './proofs.ts';
import type { PastExperiment } from './read-history.ts';
import type { Report, SloResult } from './report.ts';
import type { ReportRequest } from './report-request.ts';
import { lastProofs, resilienceOf } from './resilience.ts';
import { respent } from './respent.ts';

export type Counted = {
  readonly history: readonly PastExperiment[];
  readonly users: JourneyResult;
  readonly probe: JourneyResult;
  readonly composites: Report['composites'];
  /** Of the objective that pays for chaos. */
  readonly attribution: Attribution;
  readonly otherAttributions: readonly Attribution[];
  /** Share of that objective's budget that chaos spent in its whole window. */
  readonly chaosSpent: number;
  readonly losses: Report['unplannedLosses'];
};

export function periodReport(request: ReportRequest, counted: Counted): Report {
  const { configuration, kind, platform, fromMs, toMs, timeZone } = request;
  const { users, probe, composites, attribution, otherAttributions, chaosSpent, losses } = counted;
  const coverage = [...users.coverage, ...probe.coverage];
  const experiments = within(counted.history, request).map(respent(attribution));
  const groups = configuration.groups.map(({ name }) => name);
  const judged = judgedSlos(configuration, counted);
  const slos = judged.map(({ result }) => result);
  const lastProofAtMs = lastProofs(counted.history.map(({ outcome }) => outcome));
  const resilience = resilienceOf({ groups, experiments, lastProofAtMs, losses, toMs });
  return {
    ...{ kind, service: configuration.service, platform, seed: null, timeZone, fromMs, toMs, readyMs: null },
    ...{
      experiments,
      slos,
      composites,
      notEvaluated: request.notEvaluated ?? [],
      resilience,
      attribution,
      otherAttributions,
      coverage,
      unplannedLosses: losses,
    },
    users: users.totals.sent === 0 ? null : { ...users.totals, acknowledged: null, stored: null },
    latency: { users: percentilesOf(users.histogram), probe: percentilesOf(probe.histogram) },
    proofs: proofsOf(groups, experiments),
    changes: judged.map(({ change }) => change),
    ...conclusions(configuration, {
      ...{ experiments, slos, composites, resilience, attribution, coverage, chaosSpent },
    }),
    excluded: exclusionsOf(request, judged),
    timeline: { users: users.timeline, probe: probe.timeline },
    verdict: periodVerdict(slos, coverage),
  };
}

type Judged = {
  readonly result: SloResult;
  readonly evaluation: SloEvaluation;
  readonly change: Report['changes'][number];
};

/** In the order of the configuration. */
function judgedSlos(configuration: Configuration, { users, probe }: Counted): readonly Judged[] {
  const passed = [...users.slos, ...probe.slos];
  return configuration.slos.flatMap((slo) =>
    passed
      .filter((pass) => pass.slo === slo)
      .map(({ evaluation, period, before }) => ({
        evaluation,
        change: { slo: slo.name, before: ratioOf(before), after: ratioOf(period) },
        result: { ...scoreOf(slo, evaluation, configuration), ...courseOf(slo, evaluation), period },
      })),
  );
}

/** How it is counted, and how it burns. */
function courseOf(
  { budgeting }: SloConfiguration,
  { window, burn, alerts, warnings, total, exhaustedInSeconds }: SloEvaluation,
): Omit<SloResult, keyof SloScore | 'period'> {
  return {
    budgeting: budgeting.kind,
    ...{ windowStartMs: window.startMs, windowEndMs: window.endMs, burn, alerts, warnings },
    exhaustedInSeconds: total === 0 ? null : exhaustedInSeconds,
  };
}

function ratioOf({ good, total }: { readonly good: number; readonly total: number }): number | null {
  return total === 0 ? null : good / total;
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

/** `null` when nothing that was measured was excluded. */
function exclusionsOf(
  { excluded, fromMs, toMs }: ReportRequest,
  judged: readonly Judged[],
): Report['excluded'] {
  const slos = judged.flatMap(({ evaluation: { name, withoutExclusions } }) => {
    if (withoutExclusions === null) return [];
    const { good, total, sli } = withoutExclusions;
    return [{ slo: name, good, total, ratio: sli }];
  });
  if (slos.length === 0) return null;
  const clipped = excluded.map((interval) => ({
    fromMs: Math.max(fromMs, interval.fromMs),
    toMs: Math.min(toMs, interval.toMs),
  }));
  const intervals = mergeIntervals(clipped);
  const seconds = intervals.reduce((sum, interval) => sum + (interval.toMs - interval.fromMs) / 1_000, 0);
  return { intervals, seconds, slos };
}

/**
 * A period keeps its promise when its objectives hold: `broken` when one is missed or its budget overspent,
 * `inconclusive` when one has no data, or a prober saw too little of the period. What single kills did is told, and is
 * what budgets are for.
 */
function periodVerdict(slos: readonly SloResult[], coverage: readonly JourneyCoverage[]): Report['verdict'] {
  if (slos.some(({ verdict, remaining }) => verdict === 'missed' || remaining < 0)) return 'broken';
  const isDoubtful = slos.some(({ verdict }) => verdict === 'no-data') || !coverage.every(isProven);
  return isDoubtful ? 'inconclusive' : 'kept';
}
