/** Assembles a report on a run or a period from what was counted. */

import type { Percentiles } from '../chaos/experiment.ts';
import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import { percentilesOf } from '../chaos/measure-impact.ts';
import type { Configuration, SloConfiguration } from '../configuration.ts';
import type { Interval } from '../ports.ts';
import type { JourneyRole } from '../probe/journey.ts';
import type { Attribution } from '../slo/attribution.ts';
import { mergeIntervals } from '../slo/exclusions.ts';
import { type SloScore, scoreOf } from '../slo/score-of.ts';
import type { SloEvaluation } from '../slo/slo-evaluation.ts';
import { conclusions } from './conclusions.ts';
import type { Counted } from './fold-report.ts';
import { isProven, type JourneyCoverage } from './journey-coverage.ts';
import type { JourneyResult } from './journey-pass.ts';
import { proofsOf } from './proofs.ts';
import type { Report, SloResult, UserTotals } from './report.ts';
import { reportVerdict } from './report-verdict.ts';
import { type lastProofs, resilienceOf } from './resilience.ts';

/** What is known besides what was counted. */
export type About = Pick<
  Report,
  'kind' | 'platform' | 'fromMs' | 'toMs' | 'timeZone' | 'seed' | 'readyMs'
> & {
  readonly users: UserTotals | null;
  readonly configuration: Configuration;
  readonly excluded: readonly Interval[];
  readonly notEvaluated?: Report['notEvaluated'];
  /** Default: none. */
  readonly findings?: Report['findings'];
};

export type Evidence = Counted & {
  /** In chronological order. */
  readonly experiments: readonly ExperimentOutcome[];
  readonly lastProofAtMs: ReturnType<typeof lastProofs>;
  readonly losses: Report['unplannedLosses'];
};

/** Pure: rounding and wording belong to the renderers. */
export function assembleReport(about: About, evidence: Evidence): Report {
  const { configuration, kind, platform, fromMs, toMs, timeZone, seed, readyMs } = about;
  const { journeys, composites, attribution, otherAttributions, chaosSpent, losses } = evidence;
  const isRun = kind === 'gameday';
  const coverage = journeys.flatMap((journey) => journey.coverage);
  const [load, judge] = [firstOf(journeys, 'load'), firstOf(journeys, 'judge')];
  const experiments = evidence.experiments.map(respent(attribution));
  const groups = configuration.groups.map(({ name }) => name);
  const judged = judgedSlos(about, evidence);
  const slos = judged.map(({ result }) => result);
  const { lastProofAtMs } = evidence;
  const resilience = resilienceOf({ groups, experiments, lastProofAtMs, losses, toMs });
  const told = { experiments, slos, composites, attribution, coverage };
  return {
    ...{ kind, service: configuration.service, platform, seed, timeZone, fromMs, toMs, readyMs },
    ...{ ...told, resilience, otherAttributions, unplannedLosses: losses, users: about.users },
    notEvaluated: about.notEvaluated ?? [],
    findings: about.findings ?? [],
    journeys: journeys.map(reported),
    latency: { users: latencyOf(load), probe: latencyOf(judge) },
    proofs: proofsOf(groups, experiments),
    changes: isRun ? [] : judged.map(({ change }) => change),
    ...conclusions(configuration, {
      ...{ ...told, chaosSpent, resilience: isRun ? struck(resilience) : resilience },
    }),
    excluded: exclusionsOf(about, judged),
    timeline: { users: timelineOf(load), probe: timelineOf(judge) },
    verdict: isRun
      ? reportVerdict({ experiments, slos, users: about.users, coverage })
      : periodVerdict(slos, coverage),
  };
}

function firstOf(journeys: readonly JourneyResult[], role: JourneyRole): JourneyResult | undefined {
  return journeys.find((journey) => journey.role === role);
}

function timelineOf(journey: JourneyResult | undefined): JourneyResult['timeline'] {
  return journey === undefined ? [] : journey.timeline;
}

function latencyOf(journey: JourneyResult | undefined): Percentiles | null {
  return journey === undefined ? null : percentilesOf(journey.histogram);
}

function reported(journey: JourneyResult): Report['journeys'][number] {
  const { name, role, measuredBy, totals } = journey;
  const latency = latencyOf(journey);
  return { name, role, measuredBy, sent: totals.sent, failed: totals.failed, latency };
}

/** A run says nothing about groups that it did not touch. */
function struck(resilience: Report['resilience']): Report['resilience'] {
  return resilience.filter(({ points }) => points.length > 0);
}

/**
 * What kills cost by the report's own attribution: overlapping kills share the cost, and a changed objective changes
 * the cost of every kill.
 */
export function respent({ byExperiment }: Attribution): (outcome: ExperimentOutcome) => ExperimentOutcome {
  const spentBy = new Map(byExperiment.map(({ experimentId, spent }) => [experimentId, spent]));
  return (outcome) => {
    const budgetSpent = spentBy.get(outcome.plan.id);
    if (budgetSpent === undefined) return outcome;
    if (outcome.kind === 'completed') return { ...outcome, impact: { ...outcome.impact, budgetSpent } };
    if (outcome.kind !== 'aborted' || outcome.impact === null) return outcome;
    return { ...outcome, impact: { ...outcome.impact, budgetSpent } };
  };
}

type Judged = {
  readonly result: SloResult;
  readonly evaluation: SloEvaluation;
  readonly change: Report['changes'][number];
};

/** In configuration order. */
function judgedSlos(about: About, { journeys }: Counted): readonly Judged[] {
  const { configuration, kind } = about;
  const passed = journeys.flatMap(({ slos }) => slos);
  return configuration.slos.flatMap((slo) =>
    passed
      .filter((pass) => pass.slo === slo)
      .map(({ evaluation, period, before }) => ({
        evaluation,
        change: { slo: slo.name, before: ratioOf(before), after: ratioOf(period) },
        result: {
          ...scoreOf(slo, evaluation, configuration.journeys),
          ...(kind === 'gameday' ? courseOfRun(slo, evaluation, about) : courseOf(slo, evaluation)),
          period,
        },
      })),
  );
}

type Course = Omit<SloResult, keyof SloScore | 'period'>;

/** How the SLO is counted, and how its budget burns. */
function courseOf(
  { budgeting }: SloConfiguration,
  { window, burn, alerts, warnings, total, exhaustedInSeconds }: SloEvaluation,
): Course {
  return {
    budgeting: budgeting.kind,
    ...{ windowStartMs: window.startMs, windowEndMs: window.endMs, burn, alerts, warnings },
    exhaustedInSeconds: total === 0 ? null : exhaustedInSeconds,
  };
}

/** What came before a run does not belong to it, and a run is too short to tell when the budget will be spent. */
function courseOfRun(
  { budgeting }: SloConfiguration,
  { window }: SloEvaluation,
  { fromMs, toMs }: Interval,
): Course {
  const windowStartMs = Math.max(fromMs, window.startMs);
  const unknown = { burn: [], alerts: [], warnings: [], exhaustedInSeconds: null };
  return { budgeting: budgeting.kind, windowStartMs, windowEndMs: toMs, ...unknown };
}

function ratioOf({ good, total }: { readonly good: number; readonly total: number }): number | null {
  return total === 0 ? null : good / total;
}

/** `null` if no measured time was excluded. */
function exclusionsOf({ excluded, fromMs, toMs }: About, judged: readonly Judged[]): Report['excluded'] {
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
 * `inconclusive` when one has no data or a prober saw too little of the period. The effects of single kills are
 * reported, but budgets are there to pay for them.
 */
function periodVerdict(slos: readonly SloResult[], coverage: readonly JourneyCoverage[]): Report['verdict'] {
  if (slos.some(({ verdict, remaining }) => verdict === 'missed' || remaining < 0)) return 'broken';
  const isDoubtful = slos.some(({ verdict }) => verdict === 'no-data') || !coverage.every(isProven);
  return isDoubtful ? 'inconclusive' : 'kept';
}
