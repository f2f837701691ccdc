/** The report on one run: the fold that every report uses, plus what only a run knows. */
import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import type { Configuration } from '../configuration.ts';
import type { MeasuredJourney } from '../probe/measured-journey.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { assembleReport } from './assemble-report.ts';
import type { Expectations } from './composite-pass.ts';
import { foldReport } from './fold-report.ts';
import { happenedAtMs } from './happened-at.ts';
import type { PeriodLosses } from './read-losses.ts';
import type { GameDayReport, Report, UserTotals } from './report.ts';
import { lastProofs } from './resilience.ts';

export type RunInput = Pick<Report, 'platform' | 'fromMs' | 'toMs' | 'readyMs'> & {
  readonly seed: string;
  readonly users: UserTotals & { readonly acknowledged: number };
  readonly configuration: Configuration;
  /** In chronological order. */
  readonly experiments: readonly ExperimentOutcome[];
  readonly sliceSeconds: number;
  /** How long before the injection the baseline started. */
  readonly baselineMs: number;
  readonly losses: PeriodLosses;
  /** Default: none. */
  readonly findings?: Report['findings'];
};

/**
 * The last answers of a run may be missing: coverage is required until the last slice ended, or this long before the
 * end.
 */
const tailMs = 10_000;

/**
 * `pages`: the slices of the run, each once, in any order; the first may have begun just before the run.
 *
 * @throws UsageError if no judge in the configuration has an SLO.
 */
export async function runReport(
  input: RunInput,
  pages: AsyncIterable<readonly LedgerSlice[]>,
): Promise<GameDayReport> {
  const { experiments, users, seed, fromMs, toMs, sliceSeconds, baselineMs, losses } = input;
  const configuration = withoutAlerts(input.configuration);
  const widthMs = sliceSeconds * 1_000;
  // A local stack lives no longer than its run, so nothing was measured before.
  const expectationOf = ({ name, ratePerSecond }: MeasuredJourney): Expectations[number] => ({
    name,
    expected: { basis: 'window', ratePerSecond, measuredSinceMs: fromMs },
  });
  const counted = await foldReport(
    {
      ...{ configuration, excluded: [], losses: losses.felt },
      period: { fromMs: Math.floor(fromMs / widthMs) * widthMs, toMs },
      watched: { fromMs: Math.ceil(fromMs / widthMs) * widthMs, tailMs },
      expectations: configuration.journeys.map(expectationOf),
      experiments: experiments.map((outcome) => ({ outcome, atMs: happenedAtMs(outcome), baselineMs })),
    },
    pages,
  );
  const report = assembleReport(
    { ...input, configuration, kind: 'gameday', timeZone: 'UTC', excluded: [] },
    { ...counted, experiments, losses: losses.lost, lastProofAtMs: lastProofs(experiments) },
  );
  return { ...report, kind: 'gameday', seed, users };
}

/** A run is too short for burn rates over hours. */
function withoutAlerts(configuration: Configuration): Configuration {
  return { ...configuration, slos: configuration.slos.map((slo) => ({ ...slo, alerts: [] })) };
}
