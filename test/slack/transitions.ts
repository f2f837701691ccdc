/** Events of one experiment, as the event bus delivers them. */
import type { ExperimentPlan, ExperimentState, Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import { sampleImpact, samplePlan, sampleTarget } from '../render/sample-report.ts';
import { nowMs } from './slack-fixture.ts';

export function eventsOf(id: string, atMs = nowMs, plan: Partial<ExperimentPlan> = {}) {
  const whole = { ...samplePlan(id, 'web', 'terminate', 0), ...plan };
  const event = (seq: number, state: ExperimentState): ChaosEvent => ({
    kind: 'transition',
    plan: whole,
    transition: { experimentId: id, seq, atMs: atMs + seq * 1_000, state },
  });
  return {
    drawn: event(0, { kind: 'drawn', plan: whole }),
    refused: event(1, {
      kind: 'refused',
      refusal: { reason: 'no-redundancy', detail: '2 of 3 healthy, 1 victim would leave 1', numbers: {} },
    }),
    claimed: event(1, { kind: 'claimed', target: sampleTarget('web-b', 'i-0c1d4e7a') }),
    injected: event(3, { kind: 'injected', injectedAtMs: atMs + 3_000 }),
    completed: (verdict: Verdict) =>
      event(5, {
        kind: 'completed',
        impact: sampleImpact(0),
        judgement: { verdict, reasons: ['0 of 82 probes failed (the limit is 0).'] },
      }),
    aborted: event(5, {
      ...{ kind: 'aborted', impact: null },
      reason: { kind: 'lever', text: 'the safety lever was pulled: operator' },
    }),
  };
}
