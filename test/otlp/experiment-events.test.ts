import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import { experimentEvents } from '@garbageday/otlp/experiment-events.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, lever, targetRecord as target } from '../fakes/experiment.ts';

const plan = experimentPlan();

function told(state: ExperimentState, of = plan): ChaosEvent {
  return { kind: 'transition', plan: of, transition: { experimentId: of.id, seq: 0, atMs: 5_000, state } };
}

describe('events of experiments', () => {
  it('a kill is told at its own time, with the target that was chosen before', () => {
    const eventOf = experimentEvents('shop');
    expect(eventOf(told({ kind: 'claimed', target }))).toBeNull();
    expect(eventOf(told({ kind: 'injected', injectedAtMs: 4_321 }))).toEqual({
      name: 'garbageday.fault.injected',
      atMs: 4_321,
      severity: 'warn',
      body: 'termination of web-a in zone a (web, i-web-a)',
      attributes: {
        'log.record.uid': 'shop/gameday-x-1/0/5000',
        'garbageday.service': 'shop',
        'garbageday.experiment.id': 'gameday-x-1',
        'garbageday.experiment.mode': 'armed',
        'garbageday.group': 'web',
        'garbageday.fault': 'terminate',
        'garbageday.target.id': 'i-web-a',
        'garbageday.target.name': 'web-a',
        'garbageday.target.zone': 'a',
        'garbageday.target.role': 'none',
      },
    });
  });

  it('a refusal has its reason and its numbers', () => {
    const refusal = {
      reason: 'no-redundancy',
      detail: '2 of 3 are healthy.',
      numbers: { healthy: 2 },
    } as const;
    expect(experimentEvents('shop')(told({ kind: 'refused', refusal }))).toMatchObject({
      name: 'garbageday.experiment.refused',
      severity: 'warn',
      attributes: { 'garbageday.refusal.reason': 'no-redundancy', 'garbageday.refusal.healthy': 2 },
    });
  });

  it('a verdict has its reasons and what users felt; what was not measured is left out', () => {
    const state: ExperimentState = {
      kind: 'completed',
      impact: impact({ detectMs: null }),
      judgement: { verdict: 'fail', reasons: ['3 of 100 probes failed; the limit is 0.'] },
    };
    const event = experimentEvents('shop')(told(state));
    expect(event).toMatchObject({
      name: 'garbageday.experiment.completed',
      severity: 'error',
      attributes: {
        'garbageday.verdict': 'fail',
        'garbageday.verdict.reasons': ['3 of 100 probes failed; the limit is 0.'],
        'garbageday.impact.probes': 100,
        'garbageday.impact.p99_ms': 40,
      },
    });
    expect(event?.attributes).not.toHaveProperty('garbageday.impact.detect_ms');
  });

  it('an abort has its kind', () => {
    const event = experimentEvents('shop')(told({ kind: 'aborted', reason: lever, impact: null }));
    expect(event).toMatchObject({
      name: 'garbageday.experiment.aborted',
      attributes: { 'garbageday.abort.reason': 'lever' },
    });
  });

  it('a dry run ends with a rehearsal, not with a kill', () => {
    const dry = experimentPlan({ mode: 'dry-run' });
    expect(experimentEvents('shop')(told({ kind: 'claimed', target }, dry))).toMatchObject({
      name: 'garbageday.experiment.rehearsed',
      severity: 'info',
    });
  });

  it.each<ExperimentState>([
    { kind: 'drawn', plan },
    { kind: 'baseline', fromMs: 0, toMs: 1 },
    { kind: 'recovering', detectedAtMs: null },
  ])('$kind is not worth an event', (state) => {
    expect(experimentEvents('shop')(told(state))).toBeNull();
  });

  it('the safety lever is told when it is moved', () => {
    const eventOf = experimentEvents('shop');
    const halted = { kind: 'halted', reason: 'incident 7', sinceMs: 1 } as const;
    expect(eventOf({ kind: 'lever', position: halted, atMs: 1 })).toMatchObject({
      name: 'garbageday.safety_lever.halted',
      body: 'the safety lever was pulled: incident 7',
      atMs: 1,
    });
    expect(eventOf({ kind: 'lever', position: { kind: 'released' }, atMs: 2 })).toMatchObject({
      name: 'garbageday.safety_lever.released',
    });
  });
});
