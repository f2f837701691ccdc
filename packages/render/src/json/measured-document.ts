/** What a kill did to the users, as documents carry it. */
import type { Impact, Percentiles } from '@garbageday/core/chaos/experiment.ts';
import { roundMs } from '../format.ts';
import type { ExperimentDocument, PercentilesDocument } from './game-day-schema.ts';

export type MeasuredDocument = Pick<
  ExperimentDocument,
  | 'probes'
  | 'errors'
  | 'longestBadRun'
  | 'latencyMs'
  | 'detectMs'
  | 'replaceMs'
  | 'recoverMs'
  | 'budgetSpent'
  | 'coverage'
>;

/** What was not measured is `null`, never 0. */
export function measured(impact: Impact | null): MeasuredDocument {
  return {
    probes: impact === null ? null : { sent: impact.probes.sent, bad: impact.probes.bad },
    errors: (impact?.errors ?? []).map(([kind, count]) => ({ kind, count })),
    longestBadRun: impact?.longestBadRun ?? null,
    latencyMs: {
      baseline: percentiles(impact?.latencyMs.baseline ?? null),
      impact: percentiles(impact?.latencyMs.impact ?? null),
    },
    detectMs: roundMs(impact?.detectMs ?? null),
    replaceMs: roundMs(impact?.replaceMs ?? null),
    recoverMs: roundMs(impact?.recoverMs ?? null),
    budgetSpent: impact?.budgetSpent ?? null,
    coverage: impact?.coverage ?? null,
  };
}

/** Rounded to a tenth of a millisecond. */
export function percentiles(measurement: Percentiles | null): PercentilesDocument | null {
  if (measurement === null) return null;
  return {
    p50: roundMs(measurement.p50),
    p95: roundMs(measurement.p95),
    p99: roundMs(measurement.p99),
  };
}
