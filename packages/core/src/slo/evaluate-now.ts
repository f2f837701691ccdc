/** One objective right now, from the ledger, for whoever cannot wait long. */
import type { Configuration, Judging, SloConfiguration } from '../configuration.ts';
import type { Clock, Interval, Ledger } from '../ports.ts';
import { isTrusted } from '../probe/coverage.ts';
import { journeyNamed } from '../probe/measured-journey.ts';
import { measuredSince, slicePageSize } from '../probe/read-slices.ts';
import { neededInterval, type SloEvaluation, sloEvaluator } from './evaluate.ts';
import { countsFrom } from './slice-counts.ts';
import { sloOf } from './slo-of.ts';

export type EvaluationQuestion = {
  readonly configuration: Pick<Configuration, 'service' | 'journeys'> & { readonly probe: Judging };
  readonly slo: SloConfiguration;
  readonly excluded: readonly Interval[];
  /** When the answer is of no use any more, in epoch milliseconds. */
  readonly deadlineMs: number;
};

/** `null` when there is no data, or when reading the window took too long. */
export async function evaluateNow(
  { clock, ledger }: { readonly clock: Pick<Clock, 'now'>; readonly ledger: Pick<Ledger, 'slices'> },
  { configuration, slo: configured, excluded, deadlineMs }: EvaluationQuestion,
): Promise<SloEvaluation | null> {
  const { service, probe, journeys } = configuration;
  const { journey, role } = configured;
  const slo = sloOf(service, configured);
  const nowMs = clock.now();
  const expected = {
    ...{ basis: 'window' as const, ratePerSecond: journeyNamed(journeys, journey).ratePerSecond },
    measuredSinceMs: await measuredSince(ledger, { service, journey }, nowMs),
  };
  const evaluator = sloEvaluator(slo, { nowMs, excluded, expected, minCoverage: probe.minCoverage });
  const query = { service, journey, ...neededInterval(slo, nowMs), pageSize: slicePageSize };
  for await (const page of ledger.slices(query)) {
    if (clock.now() > deadlineMs) return null;
    const trusted = page.filter((slice) => isTrusted(slice, role, probe.maxLagMs));
    for (const counts of trusted.flatMap((slice) => countsFrom(slo.source, slice) ?? []))
      evaluator.add(counts);
  }
  const evaluation = evaluator.result();
  return evaluation.total === 0 ? null : evaluation;
}
