/** The report of a run, from its outcomes and slices. Pure: rounding and words belong to the renderers. */
import { baselineCounts, type ChaosBudget, percentilesOf } from '../chaos/measure-impact.ts';
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import { isVoid, sliceRules } from '../probe/coverage.ts';
import { mergeSlices } from '../probe/merge-slices.ts';
import type { Slice } from '../probe/slice.ts';
import { attribute, type ImpactWindow } from '../slo/attribution.ts';
import { chaosSloOf, leadingSlo } from '../slo/chaos-slo.ts';
import { countSlices } from '../slo/count-slices.ts';
import { evaluateSlo, type JourneyRate } from '../slo/evaluate-slo.ts';
import { sloOf } from '../slo/slo-of.ts';
import { eventsPerWindow } from '../slo/window.ts';
import { compositePass } from './composite-pass.ts';
import { conclusions } from './conclusions.ts';
import { proofsOf } from './proofs.ts';
import type { Attribution, GameDayReport, Report, SloResult, SloScore } from './report.ts';
import { reportVerdict } from './report-verdict.ts';
import { lastProofs, resilienceOf } from './resilience.ts';
import { timelineOf } from './timeline.ts';

export type ReportInput = Pick<Report, 'platform' | 'fromMs' | 'toMs' | 'readyMs' | 'experiments'> & {
  readonly seed: string;
  readonly users: GameDayReport['users'];
  readonly configuration: Configuration;
  /** Slices of the run, in any order. */
  readonly slices: { readonly users: readonly Slice[]; readonly probe: readonly Slice[] };
  readonly sliceSeconds: number;
  /** How much of the time before an injection was its baseline. */
  readonly baselineMs: number;
};

/**
 * Builds the report of one run. Void slices of the probe (its own lag was over the limit) count nowhere; the users'
 * slices all count. Throws a UsageError when the configuration has no objective for the probe.
 */
export function buildReport(input: ReportInput): GameDayReport {
  const { configuration, experiments, users, fromMs, toMs } = input;
  const trusted = trustedSlices(input);
  const merged = { users: mergeSlices(trusted.users), probe: mergeSlices(trusted.probe) };
  const slos = configuration.slos.map((slo): SloResult => {
    const counts = countSlices(sloOf(configuration.service, slo), trusted[slo.journey]);
    const score = evaluateSlo(slo, counts, journeyOf(configuration, slo));
    return ofRun(score, slo.budgeting.kind, input);
  });
  const groups = configuration.groups.map(({ name }) => name);
  const attribution = attributionOf(input, trusted.probe);
  const told = { experiments, slos, resilience: trendOf(groups, input), attribution };
  return {
    kind: 'gameday',
    service: configuration.service,
    platform: input.platform,
    seed: input.seed,
    timeZone: 'UTC',
    ...{ fromMs, toMs, readyMs: input.readyMs },
    users,
    ...told,
    composites: compositesOf(input, trusted),
    latency: {
      users: percentilesOf(merged.users.histogram),
      probe: percentilesOf(merged.probe.histogram),
    },
    proofs: proofsOf(groups, experiments),
    unplannedLosses: null,
    changes: [],
    ...conclusions(configuration, { ...told, resilience: struck(told.resilience) }),
    excluded: null,
    timeline: timelines(input, trusted),
    verdict: reportVerdict({ experiments, slos, users }),
  };
}

/** The whole run lies in any window. */
function compositesOf(
  { configuration, toMs }: ReportInput,
  trusted: ReportInput['slices'],
): Report['composites'] {
  const pass = compositePass(configuration, { nowMs: toMs, excluded: [] });
  for (const slice of [...trusted.users, ...trusted.probe]) pass.add(slice);
  return pass.result();
}

/** A run can say nothing of groups that it did not touch. */
function struck(resilience: Report['resilience']): Report['resilience'] {
  return resilience.filter(({ points }) => points.length > 0);
}

/** A run is its own window, and too short for burn rates over hours. */
function ofRun(score: SloScore, budgeting: SloResult['budgeting'], { fromMs, toMs }: ReportInput): SloResult {
  return {
    ...score,
    budgeting,
    ...{ windowStartMs: fromMs, windowEndMs: toMs, period: { good: score.good, total: score.total } },
    ...{ burn: [], alerts: [], exhaustedInSeconds: null, warnings: [] },
  };
}

function trendOf(groups: readonly string[], { experiments, toMs }: ReportInput) {
  return resilienceOf({ groups, experiments, lastProofAtMs: lastProofs(experiments), losses: null, toMs });
}

function trustedSlices({ slices, configuration }: ReportInput): ReportInput['slices'] {
  const { maxLagMs } = configuration.probe;
  return { users: slices.users, probe: slices.probe.filter((slice) => !isVoid(slice, maxLagMs)) };
}

function journeyOf(configuration: Configuration, slo: SloConfiguration): JourneyRate {
  return configuration[slo.journey];
}

function budgetOf(configuration: Configuration, slo: SloConfiguration): ChaosBudget {
  const { sli, objective, window } = slo;
  const { ratePerSecond } = journeyOf(configuration, slo);
  return { sli, objective, eventsPerWindow: eventsPerWindow(ratePerSecond, window) };
}

function attributionOf(input: ReportInput, probe: readonly Slice[]): Attribution {
  const { configuration, experiments, sliceSeconds, baselineMs } = input;
  const slo = chaosSloOf(configuration.slos);
  const budget = { ...budgetOf(configuration, slo), name: slo.name };
  const { ratePerSecond, maxLagMs } = configuration.probe;
  const rules = sliceRules(ratePerSecond, sliceSeconds, maxLagMs);
  const impacts = experiments.flatMap((outcome) => {
    const impact = 'impact' in outcome ? outcome.impact : null;
    return impact === null ? [] : [{ experimentId: outcome.plan.id, impact }];
  });
  const disturbed = impacts.map(({ impact }) => impact);
  const windows = impacts.map(({ experimentId, impact: { fromMs, toMs } }): ImpactWindow => {
    const baseline = { fromMs: fromMs - baselineMs, toMs: fromMs };
    const before = baselineCounts({ slices: probe, baseline, disturbed, rules, budget });
    return { experimentId, fromMs, toMs, baseline: before };
  });
  const counts = probe.map((slice) => ({ startMs: slice.startMs, counts: slice[budget.sli] }));
  return attribute(counts, windows, budget);
}

function timelines(
  { configuration, fromMs, toMs, sliceSeconds }: ReportInput,
  trusted: ReportInput['slices'],
) {
  const widthMs = sliceSeconds * 1_000;
  const draw = (journey: SloConfiguration['journey']) => {
    const slo = leadingSlo(configuration.slos, journey);
    const budget = slo === null ? null : budgetOf(configuration, slo);
    return timelineOf(trusted[journey], { fromMs, toMs }, { widthMs, budget });
  };
  return { users: draw('users'), probe: draw('probe') };
}
