/** Evaluations as one JSON document, `garbageday/slo-eval@1`: packages/cli/schema/slo-eval-1.schema.json. */
import type { SloEvaluation } from '@garbageday/core/slo/slo-evaluation.ts';
import { secondsText } from '@garbageday/core/slo/window.ts';

export const evaluationSchema = 'garbageday/slo-eval@1';

/** Times are ISO 8601 in UTC; nothing is rounded; `null` means no data, never 0. */
export function evaluationDocument(nowMs: number, evaluations: readonly SloEvaluation[]) {
  return {
    schema: evaluationSchema,
    now: new Date(nowMs).toISOString(),
    objectives: evaluations.map(objectiveDocument),
  };
}

function objectiveDocument(evaluation: SloEvaluation) {
  const { window, interval } = evaluation;
  return {
    name: evaluation.name,
    objective: evaluation.objective,
    window: window.text,
    windowStart: new Date(window.startMs).toISOString(),
    windowEnd: new Date(window.endMs).toISOString(),
    good: evaluation.good,
    total: evaluation.total,
    sli: evaluation.sli,
    basis: evaluation.basis,
    events: evaluation.events,
    consumed: evaluation.consumed,
    remaining: evaluation.remaining,
    burn: Object.fromEntries(evaluation.burn.map(({ seconds, rate }) => [secondsText(seconds), rate])),
    alerts: evaluation.alerts.map(({ severity, longSeconds, shortSeconds, factor, firing }) => ({
      severity,
      long: secondsText(longSeconds),
      short: secondsText(shortSeconds),
      factor,
      firing,
    })),
    exhaustedInSeconds: evaluation.exhaustedInSeconds,
    interval: interval === null ? null : [interval.low, interval.high],
    verdict: evaluation.verdict,
    isFinal: evaluation.isFinal,
  };
}
