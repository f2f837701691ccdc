/** All that the ledger holds about one experiment: its recorded life, and what was measured before, during and after. */
import type { Impact, Percentiles, TargetRecord, Transition } from '../chaos/experiment.ts';
import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import type { RecordedLoss } from '../chaos/loss.ts';
import { percentilesOf } from '../chaos/measure-impact.ts';
import { foldExperiment, standingOf } from '../chaos/transitions.ts';
import type { Configuration } from '../configuration.ts';
import type { Interval, Ledger } from '../ports.ts';
import type { Histogram } from '../probe/histogram.ts';
import { journeyNamed } from '../probe/measured-journey.ts';
import { mergeSlices } from '../probe/merge-slices.ts';
import { coverageOf, readSlices, type SliceRules, sliceRules } from '../probe/read-slices.ts';
import type { ErrorCounts, LedgerSlice } from '../probe/slice.ts';
import { chaosSloOf } from '../slo/chaos-slo.ts';
import { badOf } from '../slo/error-budget.ts';
import { membership } from '../slo/exclusions.ts';
import { happenedAtMs } from './happened-at.ts';
import { baselineOf } from './read-history.ts';
import type { TimelinePoint } from './report.ts';
import { periodPoints, timelineBuilder } from './timeline.ts';

/** What the judge measured in one phase: only slices that count, outside the impact of other experiments. */
export type PhaseMeasurement = Interval & {
  readonly slices: number;
  /** Of the phase, 0–1. */
  readonly coverage: number;
  readonly sent: number;
  readonly bad: number;
  readonly errors: ErrorCounts;
  readonly histogram: Histogram;
  /** Milliseconds; `null` without a sample. */
  readonly latency: Percentiles | null;
  readonly longestMs: number;
  readonly longestBadRun: number;
};

export type ExperimentPhases = {
  /** The judge whose slices these are. */
  readonly journey: string;
  readonly before: PhaseMeasurement;
  readonly during: PhaseMeasurement;
  /** As long as the time before. */
  readonly after: PhaseMeasurement;
  /** From the beginning of `before` to the end of `after`, for a chart. */
  readonly points: readonly TimelinePoint[];
};

export type ExperimentEvidence = {
  readonly outcome: ExperimentOutcome;
  readonly atMs: number;
  /** The rows of the ledger. */
  readonly transitions: readonly Transition[];
  /** `null`: nothing was injected, or its impact was not measured. */
  readonly phases: ExperimentPhases | null;
  /** Instances that were lost meanwhile and that this experiment did not hit; `null`: losses are not recorded. */
  readonly losses: readonly RecordedLoss[] | null;
};

/** Few enough for a chart of one experiment. */
const maxPoints = 240;

export type EvidenceRequest = {
  readonly configuration: Configuration;
  /** The impacts of all experiments; its own does not matter. */
  readonly impacts: readonly Interval[];
};

/** Reads the slices around one experiment, however old; those that are no longer kept are missing from its coverage. */
export async function readEvidence(
  ledger: Pick<Ledger, 'slices' | 'losses'>,
  transitions: readonly Transition[],
  request: EvidenceRequest,
): Promise<ExperimentEvidence> {
  const outcome = standingOf(foldExperiment(transitions));
  const atMs = happenedAtMs(outcome);
  const nothing = { outcome, atMs, transitions, phases: null, losses: null };
  if (outcome.kind !== 'completed' && outcome.kind !== 'aborted') return nothing;
  const { impact } = outcome;
  if (impact === null) return nothing;
  const baselineMs = baselineOf(transitions);
  return {
    ...{ outcome, atMs, transitions },
    phases: await phasesOf(ledger, impact, { ...request, baselineMs }),
    losses: await othersLost(ledger, outcome.target, impact),
  };
}

async function phasesOf(
  ledger: Pick<Ledger, 'slices'>,
  { fromMs, toMs }: Impact,
  { configuration, impacts, baselineMs }: EvidenceRequest & { readonly baselineMs: number },
): Promise<ExperimentPhases> {
  const { journey } = chaosSloOf(configuration.slos);
  const { ratePerSecond } = journeyNamed(configuration.journeys, journey);
  const whole = { fromMs: fromMs - baselineMs, toMs: toMs + baselineMs };
  const slices = await readSlices(ledger, { service: configuration.service, journey, ...whole });
  const widthSeconds = slices[0]?.widthSeconds ?? 1;
  const rules = sliceRules(ratePerSecond, widthSeconds, configuration.probe.maxLagMs);
  const others = impacts.filter((other) => other.fromMs !== fromMs || other.toMs !== toMs);
  const isDisturbed = membership(others);
  const calm = slices.filter(({ startMs }) => !isDisturbed(startMs));
  return {
    journey,
    before: measured(calm, { fromMs: whole.fromMs, toMs: fromMs }, rules),
    during: measured(slices, { fromMs, toMs }, rules),
    after: measured(calm, { fromMs: toMs, toMs: whole.toMs }, rules),
    points: pointsOf(slices, whole, rules),
  };
}

function measured(slices: readonly LedgerSlice[], phase: Interval, rules: SliceRules): PhaseMeasurement {
  const coverage = coverageOf(slices, phase, rules);
  const { availability, errors, histogram, longestMs, badRuns } = mergeSlices(coverage.slices);
  return {
    ...{ fromMs: phase.fromMs, toMs: phase.toMs, slices: coverage.slices.length, coverage: coverage.ratio },
    ...{ sent: availability.total, bad: badOf(availability), errors, histogram, longestMs },
    latency: percentilesOf(histogram),
    longestBadRun: badRuns.longest,
  };
}

function pointsOf(
  slices: readonly LedgerSlice[],
  whole: Interval,
  rules: SliceRules,
): readonly TimelinePoint[] {
  const { interval, stepMs } = periodPoints(whole, maxPoints);
  const timeline = timelineBuilder(interval, Math.max(stepMs, rules.widthMs));
  for (const slice of coverageOf(slices, whole, rules).slices) timeline.add(slice, 0);
  return timeline.build(null, 0);
}

async function othersLost(
  ledger: Pick<Ledger, 'losses'>,
  target: TargetRecord | null,
  { fromMs, toMs }: Interval,
): Promise<readonly RecordedLoss[] | null> {
  const recorded = await ledger.losses({ fromMs, toMs });
  if (recorded === null || recorded.sinceMs >= toMs) return null;
  return recorded.losses.filter(({ instanceId }) => instanceId !== target?.instanceId);
}
