/** The report of a period, from what was counted. */
import { percentilesOf } from '../chaos/measure-impact.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Interval } from '../ports.ts';
import { evaluateSlo } from '../slo/evaluate-slo.ts';
import { mergeIntervals } from '../slo/exclusions.ts';
import { forecast } from '../slo/forecast.ts';
import type { SloEvaluation } from '../slo/slo-evaluation.ts';
import { windowSeconds } from '../slo/window.ts';
import { conclusions } from './conclusions.ts';
import type { JourneyResult } from './journey-pass.ts';
import { proofsOf } from './proofs.ts';
import type { PastExperiment } from './read-history.ts';
import type { Attribution, ExperimentOutcome, Report, SloResult } from './report.ts';
import type { ReportRequest } from './report-request.ts';
import { lastProofs, resilienceOf } from './resilience.ts';

export type Counted = {
  readonly history: readonly PastExperiment[];
  readonly users: JourneyResult;
  readonly probe: JourneyResult;
  readonly composites: Report['composites'];
  readonly attribution: Attribution;
};

export function periodReport(request: ReportRequest, counted: Counted): Report {
  const { configuration, kind, platform, fromMs, toMs, timeZone, losses = null } = request;
  const { users, probe, attribution } = counted;
  const experiments = within(counted.history, request);
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
      composites: counted.composites,
      resilience,
      attribution,
      unplannedLosses: losses,
    },
    users: users.totals.sent === 0 ? null : { ...users.totals, acknowledged: null, stored: null },
    latency: { users: percentilesOf(users.histogram), probe: percentilesOf(probe.histogram) },
    proofs: proofsOf(groups, experiments),
    changes: judged.map(({ change }) => change),
    ...conclusions(configuration, { experiments, slos, resilience, attribution }),
    excluded: exclusionsOf(request, judged),
    timeline: { users: users.timeline, probe: probe.timeline },
    verdict: verdictOf(slos),
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
      .map(({ evaluation, period, before }) => {
        const score = evaluateSlo(slo, evaluation, configuration[slo.journey]);
        const change = { slo: slo.name, before: ratioOf(before), after: ratioOf(period) };
        return {
          evaluation,
          change,
          result: { ...score, budgeting: slo.budgeting.kind, ...courseOf(evaluation, score), period },
        };
      }),
  );
}

/** How it burns. The forecast is of the report's own budget, which is that of a full window. */
function courseOf(
  { window, burn, alerts, warnings }: SloEvaluation,
  score: Pick<SloResult, 'remaining' | 'total' | 'window'>,
): Omit<SloResult, keyof ReturnType<typeof evaluateSlo> | 'period' | 'budgeting'> {
  return {
    ...{ windowStartMs: window.startMs, windowEndMs: window.endMs, burn, alerts, warnings },
    exhaustedInSeconds: score.total === 0 ? null : exhaustedIn(score, burnNow(burn, alerts)),
  };
}

/** Over the long window of the first page rule; the longest with data when there is none in it. */
function burnNow(burn: SloResult['burn'], alerts: SloResult['alerts']): number | null {
  const page = alerts.find(({ severity }) => severity === 'page');
  const now = burn.find(({ seconds }) => seconds === page?.longSeconds)?.rate ?? null;
  return now ?? burn.findLast(({ rate }) => rate !== null)?.rate ?? null;
}

function exhaustedIn(
  { remaining, window }: Pick<SloResult, 'remaining' | 'window'>,
  burn: number | null,
): number | null {
  const when = forecast(remaining, burn, windowSeconds(window));
  if (when.kind === 'exhausted') return 0;
  return when.kind === 'lasts' ? null : when.seconds;
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
 * `inconclusive` when one has no data. What single kills did is told, and is what budgets are for.
 */
function verdictOf(slos: readonly SloResult[]): Report['verdict'] {
  if (slos.some(({ verdict, remaining }) => verdict === 'missed' || remaining < 0)) return 'broken';
  return slos.some(({ verdict }) => verdict === 'no-data') ? 'inconclusive' : 'kept';
}
