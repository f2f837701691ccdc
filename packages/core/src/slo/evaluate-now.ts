/** One SLO right now, from the ledger, for callers that cannot wait long. */
import type { Configuration, Judging, SloConfiguration } from '../configuration.ts';
import type { Clock, Interval, Ledger } from '../ports.ts';
import { journeyNamed, knownRate, type MeasuredJourney } from '../probe/measured-journey.ts';
import { isTrusted, measuredSince, slicePageSize } from '../probe/read-slices.ts';
import { neededInterval, type SloEvaluation, sloEvaluator } from './evaluate.ts';
import { countsFrom } from './slice-counts.ts';
import { sloOf } from './slo-of.ts';
import type { Expectation } from './slo-status.ts';

export type EvaluationQuestion = {
  readonly configuration: Pick<Configuration, 'service' | 'journeys'> & { readonly probe: Judging };
  readonly slo: SloConfiguration;
  readonly excluded: readonly Interval[];
  /** When the answer is no longer useful, in epoch milliseconds. */
  readonly deadlineMs: number;
};

/** `null` if there is no data, or reading the window took too long. */
export async function evaluateNow(
  { clock, ledger }: { readonly clock: Pick<Clock, 'now'>; readonly ledger: Pick<Ledger, 'slices'> },
  { configuration, slo: configured, excluded, deadlineMs }: EvaluationQuestion,
): Promise<SloEvaluation | null> {
  const { service, probe, journeys } = configuration;
  const { journey, role } = configured;
  const slo = sloOf(service, configured);
  const nowMs = clock.now();
  const expected = await expectationOf(journeyNamed(journeys, journey), () =>
    measuredSince(ledger, { service, journey }, nowMs),
  );
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

/** What the window of an objective on this journey should hold. `since`: when its first slice began; asked only if it matters. */
export async function expectationOf(
  journey: Pick<MeasuredJourney, 'ratePerSecond' | 'measuredBy'>,
  since: () => Promise<number | null>,
): Promise<Expectation> {
  const ratePerSecond = knownRate(journey);
  if (ratePerSecond === null) return { basis: 'seen' };
  return { basis: 'window', ratePerSecond, measuredSinceMs: await since() };
}
