/** Everything that is computed for a month, in one pass over its pages: what the benchmark measures. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { histogramBuilder, quantile } from '@garbageday/core/probe/histogram.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { isVoid } from '@garbageday/core/probe/read-slices.ts';
import type { LedgerSlice } from '@garbageday/core/probe/slice.ts';
import type { PastExperiment } from '@garbageday/core/report/read-history.ts';
import { spendPass } from '@garbageday/core/report/spend-pass.ts';
import { chaosSloOf } from '@garbageday/core/slo/chaos-slo.ts';
import { type SloEvaluation, sloEvaluator } from '@garbageday/core/slo/evaluate.ts';
import { countsFrom } from '@garbageday/core/slo/slice-counts.ts';
import { sloOf } from '@garbageday/core/slo/slo-of.ts';
import { eventsIn, windowBounds } from '@garbageday/core/slo/window.ts';

export const quantiles = [0.5, 0.9, 0.95, 0.99, 0.999] as const;

export type MonthRequest = {
  readonly configuration: Configuration;
  readonly experiments: readonly PastExperiment[];
  readonly fromMs: number;
  readonly nowMs: number;
};

export type MonthNumbers = {
  readonly objectives: readonly SloEvaluation[];
  readonly latencyMs: readonly (number | null)[];
  readonly experiments: readonly { readonly experimentId: string; readonly bad: number }[];
  readonly bad: number;
};

/** Pages come one at a time; the time between two pages is not the engine's. */
export function analyseMonth({ configuration, experiments, fromMs, nowMs }: MonthRequest) {
  const { service, slos } = configuration;
  const objectives = slos.map((slo) => {
    const of = sloOf(service, slo);
    return { source: of.source, evaluator: sloEvaluator(of, { nowMs, excluded: [] }) };
  });
  const chaos = chaosSloOf(slos);
  const probe = { ...configuration.probe, ...journeyNamed(configuration.journeys, chaos.journey) };
  const window = windowBounds(sloOf(service, chaos).window, nowMs);
  const budget = { ...chaos, events: eventsIn(window, probe.ratePerSecond) };
  const period = { fromMs, toMs: nowMs };
  const spend = spendPass({ period, excluded: [], experiments, losses: [], sli: chaos.sli, probe });
  const latencies = histogramBuilder();
  return {
    add: (page: readonly LedgerSlice[]): void => {
      for (const slice of page) {
        if (isVoid(slice, probe.maxLagMs)) continue;
        for (const { source, evaluator } of objectives) {
          const counts = countsFrom(source, slice);
          if (counts !== null) evaluator.add(counts);
        }
        latencies.merge(slice.histogram);
        spend.add(slice);
      }
    },
    result: (): MonthNumbers => {
      const merged = latencies.build();
      const { byExperiment, bad } = spend.result(budget);
      return {
        objectives: objectives.map(({ evaluator }) => evaluator.result()),
        latencyMs: quantiles.map((q) => quantile(merged, q)),
        experiments: byExperiment.map(({ experimentId, bad: count }) => ({ experimentId, bad: count })),
        bad,
      };
    },
  };
}

/** The start of the earliest slice that any SLO needs. */
export function monthBeginning({ slos, service }: Configuration, nowMs: number): number {
  return Math.min(...slos.map((slo) => windowBounds(sloOf(service, slo).window, nowMs).fromMs));
}
