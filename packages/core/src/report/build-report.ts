/** The report of a run, from its outcomes and slices. Pure: rounding and words belong to the renderers. */
import { baselineCounts, percentilesOf } from '../chaos/measure-impact.ts';
import type { Configuration, SloConfiguration } from '../configuration.ts';
import { isVoid, sliceRules } from '../probe/coverage.ts';
import { mergeSlices } from '../probe/merge-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { type Attribution, attribute, type BudgetOfWindow, type ImpactWindow } from '../slo/attribution.ts';
import { chaosSloOf, leadingSlo, otherPayers } from '../slo/chaos-slo.ts';
import { countSlices } from '../slo/count-slices.ts';
import { scoreOf } from '../slo/score-of.ts';
import { sloOf } from '../slo/slo-of.ts';
import { type SloStatus, sloStatus } from '../slo/slo-status.ts';
import { windowBounds } from '../slo/window-bounds.ts';
import { compositePass } from './composite-pass.ts';
import { conclusions } from './conclusions.ts';
import { coveragePass } from './coverage-pass.ts';
import { proofsOf } from './proofs.ts';
import type { PeriodLosses } from './read-losses.ts';
import type { GameDayReport, Report, SloResult } from './report.ts';
import { reportVerdict } from './report-verdict.ts';
import { lastProofs, resilienceOf } from './resilience.ts';
import { respent } from './respent.ts';
import { timelineOf } from './timeline.ts';

export type ReportInput = Pick<Report, 'platform' | 'fromMs' | 'toMs' | 'readyMs' | 'experiments'> & {
  readonly seed: string;
  readonly users: GameDayReport['users'];
  readonly configuration: Configuration;
  /** Slices of the run, in any order. */
  readonly slices: { readonly users: readonly LedgerSlice[]; readonly probe: readonly LedgerSlice[] };
  readonly sliceSeconds: number;
  /** How much of the time before an injection was its baseline. */
  readonly baselineMs: number;
  readonly losses: PeriodLosses;
};

/**
 * Builds the report of one run. Void slices of the probe (its own lag was over the limit) count nowhere; the users'
 * slices all count. Throws a UsageError when the configuration has no objective for the probe.
 */
export function buildReport(input: ReportInput): GameDayReport {
  const { configuration, users, fromMs, toMs } = input;
  const trusted = trustedSlices(input);
  const judged = configuration.slos.map((slo) => ({ slo, status: statusOf(slo, input, trusted) }));
  const slos = judged.map((each) => ofRun(each, input, trusted));
  const groups = configuration.groups.map(({ name }) => name);
  const paying = chaosSloOf(configuration.slos);
  const attribute = (slo: SloConfiguration) => attributionOf(input, trusted.probe, budgetOf(slo, judged));
  const attribution = attribute(paying);
  const otherAttributions = otherPayers(configuration.slos, paying).map(attribute);
  const experiments = input.experiments.map(respent(attribution));
  const coverage = coverageOfRun(input, trusted);
  const composites = compositesOf(input, trusted);
  const resilience = trendOf(groups, { ...input, experiments });
  const told = { experiments, slos, resilience, attribution, composites, coverage };
  return {
    kind: 'gameday',
    service: configuration.service,
    platform: input.platform,
    seed: input.seed,
    timeZone: 'UTC',
    ...{ fromMs, toMs, readyMs: input.readyMs },
    users,
    ...told,
    otherAttributions,
    notEvaluated: [],
    latency: latencyOf(trusted),
    proofs: proofsOf(groups, experiments),
    unplannedLosses: input.losses.lost,
    changes: [],
    ...conclusions(configuration, {
      ...told,
      resilience: struck(told.resilience),
      chaosSpent: attribution.spent.chaos,
    }),
    excluded: null,
    timeline: timelines(input, trusted, judged),
    verdict: reportVerdict({ experiments, slos, users, coverage }),
  };
}

function latencyOf({ users, probe }: ReportInput['slices']): Report['latency'] {
  return {
    users: percentilesOf(mergeSlices(users).histogram),
    probe: percentilesOf(mergeSlices(probe).histogram),
  };
}

/** The whole run lies in any window. */
function compositesOf(input: ReportInput, trusted: ReportInput['slices']): Report['composites'] {
  const { configuration, toMs } = input;
  const expectations = { users: expectedIn(input, 'users'), probe: expectedIn(input, 'probe') };
  const pass = compositePass(configuration, { nowMs: toMs, excluded: [] }, expectations);
  for (const slice of [...trusted.users, ...trusted.probe]) pass.add(slice);
  return pass.result();
}

/** A local stack lives no longer than its run: nobody measured it before. */
function expectedIn({ configuration, fromMs }: ReportInput, journey: SloConfiguration['journey']) {
  const { ratePerSecond } = configuration[journey];
  return { basis: 'window', ratePerSecond, measuredSinceMs: fromMs } as const;
}

/** Of what of the run lies in the window. */
function statusOf(
  configured: SloConfiguration,
  input: ReportInput,
  trusted: ReportInput['slices'],
): SloStatus {
  const slo = sloOf(input.configuration.service, configured);
  const nowMs = input.toMs;
  const { fromMs } = windowBounds(slo.window, nowMs);
  const inside = trusted[configured.journey].filter(({ startMs }) => startMs >= fromMs);
  const counts = countSlices(slo, inside);
  const expected = expectedIn(input, configured.journey);
  return sloStatus({ slo, counts, nowMs, expected, isCovered: true });
}

/** A run can say nothing of groups that it did not touch. */
function struck(resilience: Report['resilience']): Report['resilience'] {
  return resilience.filter(({ points }) => points.length > 0);
}

/** A run is too short for burn rates over hours. */
function ofRun(
  { slo, status }: JudgedSlo,
  { configuration, fromMs, toMs }: ReportInput,
  trusted: ReportInput['slices'],
): SloResult {
  const { good, total } = countSlices(sloOf(configuration.service, slo), trusted[slo.journey]);
  return {
    ...scoreOf(slo, status, configuration),
    budgeting: slo.budgeting.kind,
    ...{ windowStartMs: Math.max(fromMs, status.window.startMs), windowEndMs: toMs, period: { good, total } },
    ...{ burn: [], alerts: [], exhaustedInSeconds: null, warnings: [] },
  };
}

type JudgedSlo = { readonly slo: SloConfiguration; readonly status: SloStatus };

/** The last answers of a run may be missing: its end is when the last slice ended, or this long before. */
const tailMs = 10_000;

function coverageOfRun(input: ReportInput, trusted: ReportInput['slices']): Report['coverage'] {
  const { configuration, toMs, sliceSeconds } = input;
  const widthMs = sliceSeconds * 1_000;
  const fromMs = Math.ceil(input.fromMs / widthMs) * widthMs;
  const ends = [...trusted.users, ...trusted.probe].map(({ startMs }) => startMs + widthMs);
  const period = {
    fromMs,
    toMs: Math.min(
      toMs,
      ends.reduce((a, b) => Math.max(a, b), toMs - tailMs),
    ),
  };
  const journeys = new Set(configuration.slos.map(({ journey }) => journey));
  return [...journeys].map((journey) => {
    const { ratePerSecond } = configuration[journey];
    const { maxLagMs, minCoverage } = configuration.probe;
    const pass = coveragePass({ journey, period, excluded: [], ratePerSecond, maxLagMs, minCoverage });
    trusted[journey].forEach(pass.add);
    return pass.result();
  });
}

function trendOf(groups: readonly string[], { experiments, toMs, losses: { lost: losses } }: ReportInput) {
  return resilienceOf({ groups, experiments, lastProofAtMs: lastProofs(experiments), losses, toMs });
}

function trustedSlices({ slices, configuration }: ReportInput): ReportInput['slices'] {
  const { maxLagMs } = configuration.probe;
  return { users: slices.users, probe: slices.probe.filter((slice) => !isVoid(slice, maxLagMs)) };
}

/** As a share of what the objective itself is told to have. */
function budgetOf({ name, sli, objective }: SloConfiguration, judged: readonly JudgedSlo[]): BudgetOfWindow {
  const events = judged.reduce((known, { slo, status }) => (slo.name === name ? status.events : known), 0);
  return { name, sli, objective, events };
}

function attributionOf(
  input: ReportInput,
  probe: readonly LedgerSlice[],
  budget: BudgetOfWindow,
): Attribution {
  const { configuration, experiments, sliceSeconds, baselineMs } = input;
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
  return attribute(counts, { impacts: windows, losses: input.losses.felt }, budget);
}

function timelines(
  { configuration, fromMs, toMs, sliceSeconds }: ReportInput,
  trusted: ReportInput['slices'],
  judged: readonly JudgedSlo[],
) {
  const widthMs = sliceSeconds * 1_000;
  const draw = (journey: SloConfiguration['journey']) => {
    const slo = leadingSlo(configuration.slos, journey);
    const budget = slo === null ? null : budgetOf(slo, judged);
    return timelineOf(trusted[journey], { fromMs, toMs }, { widthMs, budget });
  };
  return { users: draw('users'), probe: draw('probe') };
}
