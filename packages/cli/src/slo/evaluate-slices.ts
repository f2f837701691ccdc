/** Evaluates every SLO of a file over a file of slices, in one pass. */
import { type BurnAlert, burnRuleOf } from '@garbageday/config/openslo/alert-rules.ts';
import type { Measure } from '@garbageday/config/openslo/indicator.ts';
import type { OpenSloObjective } from '@garbageday/config/openslo/objectives.ts';
import type { SliceLine } from '@garbageday/config/openslo/slice-line.ts';
import { type SloEvaluation, type SloEvaluator, sloEvaluator } from '@garbageday/core/slo/evaluate.ts';
import type { SloSource } from '@garbageday/core/slo/slo.ts';
import { readSlices, type SlicesFile } from './read-slices.ts';

export type Alerted = { readonly objective: OpenSloObjective; readonly alerts: readonly BurnAlert[] };

export type EvaluatedSlices = {
  readonly evaluations: readonly SloEvaluation[];
  /** Slices that no SLO counts, by journey. */
  readonly unclaimed: readonly (readonly [journey: string, slices: number])[];
};

/** Shares refer to the budget of one second: exactly the factor times the long window, whatever the SLO's window is. */
const periodSeconds = 1;

/** @throws UsageError for the first bad line. */
export async function evaluateSlices(
  objectives: readonly Alerted[],
  file: SlicesFile,
): Promise<EvaluatedSlices> {
  const running = objectives.map((alerted) => ({ ...alerted, evaluator: evaluatorOf(alerted, file.nowMs) }));
  const unclaimed = new Map<string, number>();
  await readSlices(file, (slice) => {
    const claims = running.filter(({ objective }) => counts(objective.measure, slice));
    for (const { evaluator } of claims) evaluator.add({ startMs: slice.startMs, counts: slice });
    if (claims.length > 0) return;
    const journey = slice.journey ?? 'none';
    unclaimed.set(journey, (unclaimed.get(journey) ?? 0) + 1);
  });
  return { evaluations: running.map(({ evaluator }) => evaluator.result()), unclaimed: [...unclaimed] };
}

function evaluatorOf({ objective, alerts }: Alerted, nowMs: number): SloEvaluator {
  const { measure, place: _place, alerts: _alerts, begins: _begins, ...slo } = objective;
  const rules = alerts.map((alert) => burnRuleOf(alert, periodSeconds));
  const moment = { nowMs, excluded: [], alertPeriodSeconds: periodSeconds };
  return sloEvaluator({ ...slo, source: sourceOf(measure), alerts: rules }, moment);
}

function sourceOf(measure: Measure): SloSource {
  if (measure.kind === 'own') return measure.source;
  return { journey: measure.journey ?? '', step: null, vantage: null, sli: 'availability' };
}

/** What a slice leaves out matches; what it states must be what the SLO measures. */
function counts(measure: Measure, slice: SliceLine): boolean {
  if (measure.kind === 'foreign') return fits(measure.journey, slice.journey);
  const { journey, step, vantage, sli } = measure.source;
  const isStep = slice.step === null || slice.step === step;
  return fits(journey, slice.journey) && isStep && fits(vantage, slice.vantage) && fits(sli, slice.sli);
}

function fits(wanted: string | null, written: string | null): boolean {
  return wanted === null || written === null || wanted === written;
}
