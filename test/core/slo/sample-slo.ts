/** Objectives and slices for tests of the engine. */

import type { Interval } from '@garbageday/core/ports.ts';
import { defaultBurnRules } from '@garbageday/core/slo/burn-alerts.ts';
import { type SliceCounts, type SloEvaluation, sloEvaluator } from '@garbageday/core/slo/evaluate.ts';
import type { Slo } from '@garbageday/core/slo/slo.ts';

export const nowMs = Date.parse('2026-11-24T12:00:00Z');

export function sampleSlo(changes: Partial<Slo> = {}): Slo {
  return {
    name: 'probe',
    service: 'wordcount',
    source: { journey: 'probe', step: null, vantage: null, sli: 'availability' },
    objective: 0.999,
    budgeting: { kind: 'occurrences' },
    window: { kind: 'rolling', seconds: 2_592_000 },
    alerts: defaultBurnRules,
    ...changes,
  };
}

/** A minute that began so many minutes ago. */
export function minute(ago: number, good: number, total: number): SliceCounts {
  return {
    startMs: nowMs - ago * 60_000,
    counts: { good, total },
  };
}

export function evaluated(
  slo: Slo,
  slices: readonly SliceCounts[],
  excluded: readonly Interval[] = [],
): SloEvaluation {
  const evaluator = sloEvaluator(slo, { nowMs, excluded });
  slices.forEach(evaluator.add);
  return evaluator.result();
}
