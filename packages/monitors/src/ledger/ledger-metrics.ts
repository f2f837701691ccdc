/**
 * What `/metrics` of a run shows, for a stage: read from its ledger, as sums of a day. The same families, from the same catalogue; what no ledger
 * knows is left out: the sizes of groups, the phase of a run, the oldest wait.
 */
import { foldExperiment, livesOf } from '@garbageday/core/chaos/transitions.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Ledger, LeverPosition } from '@garbageday/core/ports.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import { experimentCounts, type MeasuredExperiments } from '../live/experiment-counts.ts';
import {
  experimentFamilies,
  familyOf,
  journeyFamilies,
  sloFamilies,
  sloLabels,
} from '../live/measured-families.ts';
import { measurements } from '../live/measurements.ts';
import type { DaySpan } from './due-exports.ts';
import { keptSlices } from './kept-slices.ts';
import { type LedgerSource, type SloAtTime, slosAt } from './slos-at.ts';

export type LedgerMetricsOptions = LedgerSource & {
  readonly ledger: Pick<Ledger, 'transitions'>;
  /** Where the safety lever is; `null`: neither that nor the experiments belong to these journeys' export. */
  readonly lever: (() => Promise<LeverPosition | null>) | null;
};

/** Remembers what it has read; one that has just been made reads it again, with the same result. */
export type LedgerMetrics = (span: DaySpan) => Promise<readonly Family[]>;

export function ledgerMetrics(options: LedgerMetricsOptions): LedgerMetrics {
  const { ledger, configuration, journeys, lateMs } = options;
  const { service } = configuration;
  const slicesOf = journeys.map((journey) =>
    keptSlices({ ledger, service, journey, lateMs, keep: (slice) => slice }),
  );
  const slos = slosAt(options);
  return async (span) => {
    const interval = { fromMs: span.startMs, toMs: span.endMs };
    const sums = measurements({ ...configuration, slos: [], maxLagMs: configuration.probe.maxLagMs });
    for (const slices of slicesOf) {
      const inOrder = (await slices(interval)).toSorted((a, b) => a.startMs - b.startMs);
      for (const slice of inOrder) sums.add(slice, null);
    }
    const all = sums.read(span.endMs);
    const evaluated = await slos(span);
    return [
      ...journeyFamilies([{ ...all, journeys: all.journeys.filter(({ name }) => journeys.includes(name)) }]),
      ...sloFamilies([{ service, slos: evaluated }]),
      budgets(service, evaluated),
      ...(await chaosFamilies(options, span)),
    ];
  };
}

function budgets(service: string, slos: readonly SloAtTime[]): Family {
  return familyOf(
    'budgetRemaining',
    slos.map(({ slo, remaining }) => ({ labels: sloLabels(service, slo), value: remaining })),
  );
}

async function chaosFamilies(
  { ledger, configuration, lever }: LedgerMetricsOptions,
  span: DaySpan,
): Promise<readonly Family[]> {
  if (lever === null) return [];
  const { service, groups } = configuration;
  const position = await lever();
  const value = position === null ? null : Number(position.kind === 'halted');
  return [
    familyOf('leverHalted', [{ labels: { service }, value }]),
    ...experimentFamilies(service, await experimentsOfDay(ledger, groups, span)),
  ];
}

/** Drawn in the morning, and over two hours after it began: none lasts longer than a day from its draw. */
const longestLifeMs = dayMs;

/** Those that ended in the span, and the phase of the one that is under way at its end. */
async function experimentsOfDay(
  ledger: Pick<Ledger, 'transitions'>,
  groups: Configuration['groups'],
  { startMs, endMs }: DaySpan,
): Promise<MeasuredExperiments> {
  const [ofDay, ever] = [experimentCounts(groups), experimentCounts(groups)];
  for await (const life of livesOf(ledger, { fromMs: startMs - longestLifeMs, toMs: endMs })) {
    const { plan } = foldExperiment(life);
    for (const transition of life.filter(({ atMs }) => atMs < endMs)) {
      ever.take(plan, transition);
      if (transition.atMs >= startMs) ofDay.take(plan, transition);
    }
  }
  return { ...ofDay.read(), phase: ever.read().phase };
}
