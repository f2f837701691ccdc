/** The report of a run, from its outcomes and slices. Pure: rounding and words belong to the renderers. */
import { baselineCounts, type ChaosBudget } from '../chaos/measure-impact.ts';
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import { isVoid, sliceRules } from '../probe/coverage.ts';
import { mergeSlices } from '../probe/merge-slices.ts';
import type { Slice } from '../probe/slice.ts';
import { attribute, type ImpactWindow } from '../slo/attribution.ts';
import { chaosSloOf, leadingSlo } from '../slo/chaos-slo.ts';
import { evaluateSlo, type JourneyRate } from '../slo/evaluate-slo.ts';
import { eventsPerWindow } from '../slo/window.ts';
import { proofsOf } from './proofs.ts';
import type { Attribution, Report } from './report.ts';
import { reportVerdict } from './report-verdict.ts';
import { timelineOf } from './timeline.ts';

export type ReportInput = Pick<
  Report,
  'platform' | 'seed' | 'fromMs' | 'toMs' | 'readyMs' | 'experiments' | 'users'
> & {
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
export function buildReport(input: ReportInput): Report {
  const { configuration, experiments, users } = input;
  const trusted = trustedSlices(input);
  const slos = configuration.slos.map((slo) => {
    const counts = mergeSlices(trusted[slo.journey])[slo.sli];
    return evaluateSlo(slo, counts, journeyOf(configuration, slo));
  });
  return {
    service: configuration.service,
    platform: input.platform,
    seed: input.seed,
    fromMs: input.fromMs,
    toMs: input.toMs,
    readyMs: input.readyMs,
    experiments,
    users,
    slos,
    proofs: proofsOf(
      configuration.groups.map(({ name }) => name),
      experiments,
    ),
    attribution: attributionOf(input, trusted.probe),
    timeline: timelines(input, trusted),
    verdict: reportVerdict({ experiments, slos, users }),
  };
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
  const budget = budgetOf(configuration, chaosSloOf(configuration.slos));
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
