/**
 * Which of a judge's bad events chaos caused, in one pass: the shares of impact windows and the baselines before them.
 */
import type { Interval } from '../ports.ts';
import { sliceRules } from '../probe/read-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { type Attribution, attributor, type BudgetOfWindow, type ImpactWindow } from '../slo/attribution.ts';
import { membership } from '../slo/exclusions.ts';
import { intervalIndex } from '../slo/interval-index.ts';
import type { PastExperiment } from './read-history.ts';
import type { UnplannedLoss } from './report.ts';

export type SpendFrame = {
  readonly period: Interval;
  readonly excluded: readonly Interval[];
  /** From any time: experiments without an impact do not matter. */
  readonly experiments: readonly PastExperiment[];
  /** `null`: losses are not recorded. */
  readonly losses: readonly UnplannedLoss[] | null;
  readonly sli: BudgetOfWindow['sli'];
  /** The judge. */
  readonly probe: { readonly ratePerSecond: number; readonly maxLagMs: number };
};

export type SpendPass = {
  /** Trusted slices of the judge, each once, in any order, including those from before the period. */
  readonly add: (slice: LedgerSlice) => void;
  /** The budget is known only once its window has been counted. */
  readonly result: (budget: BudgetOfWindow) => Attribution;
};

export function spendPass(frame: SpendFrame): SpendPass {
  const { period, sli } = frame;
  const impacts = impactsOf(frame);
  const spend = attributor({ impacts, losses: frame.losses });
  const baselines = baselineSums(frame, impacts);
  const isExcluded = membership(frame.excluded);
  return {
    add: (slice) => {
      const { startMs, [sli]: counts } = slice;
      baselines.add(slice);
      if (startMs < period.fromMs || startMs >= period.toMs || isExcluded(startMs)) return;
      spend.add({ startMs, counts });
    },
    result: (budget) => spend.result(baselines.windows(), budget),
  };
}

type DatedImpact = Interval & { readonly experimentId: string; readonly baselineMs: number };

/** Windows that reach into the period. */
function impactsOf({ experiments, period }: SpendFrame): readonly DatedImpact[] {
  return experiments.flatMap(({ outcome, baselineMs }) => {
    const impact = 'impact' in outcome ? outcome.impact : null;
    if (impact === null || impact.toMs <= period.fromMs || impact.fromMs >= period.toMs) return [];
    return [{ experimentId: outcome.plan.id, fromMs: impact.fromMs, toMs: impact.toMs, baselineMs }];
  });
}

/** Sums the events before each impact window and outside all others, without keeping slices. */
function baselineSums({ experiments, probe, sli }: SpendFrame, impacts: readonly DatedImpact[]) {
  const baselineAt = intervalIndex(
    impacts.map(({ fromMs, baselineMs }) => ({ fromMs: fromMs - baselineMs, toMs: fromMs })),
  );
  const isDisturbed = membership(
    experiments.flatMap(({ outcome }) =>
      'impact' in outcome && outcome.impact !== null ? [outcome.impact] : [],
    ),
  );
  const sums = impacts.map(() => ({ good: 0, total: 0 }));
  return {
    add: ({ startMs, widthSeconds, availability, [sli]: counts }: LedgerSlice): void => {
      const { minEvents } = sliceRules(probe.ratePerSecond, widthSeconds, probe.maxLagMs);
      if (availability.total < minEvents) return;
      const before = baselineAt(startMs);
      if (before.length === 0 || isDisturbed(startMs)) return;
      for (const sum of sums.filter((_, index) => before.includes(index))) {
        sum.good += counts.good;
        sum.total += counts.total;
      }
    },
    windows: (): readonly ImpactWindow[] =>
      impacts.map(({ experimentId, fromMs, toMs }, index) => ({
        ...{ experimentId, fromMs, toMs },
        baseline: { good: 0, total: 0, ...sums[index] },
      })),
  };
}
