import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { handleCodec, lossCodec, stateCodec } from '@garbageday/core/chaos/kept-records.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, lever, targetRecord } from '../../fakes/experiment.ts';

const member = { ...targetRecord, state: 'running', isHealthy: true, isInService: false } as const;

const states: readonly ExperimentState[] = [
  { kind: 'drawn', plan: experimentPlan() },
  { kind: 'drawn', plan: experimentPlan({ instanceId: 'i-web-b' }) },
  { kind: 'refused', refusal: { reason: 'holiday', detail: 'It is a holiday.', numbers: { day: 1 } } },
  { kind: 'claimed', target: targetRecord },
  { kind: 'claimed', target: targetRecord, seen: { desiredSize: 3, size: 3, members: [member] } },
  { kind: 'baseline', fromMs: 1, toMs: 2.5 },
  { kind: 'injected', injectedAtMs: 1 },
  { kind: 'recovering', detectedAtMs: null },
  { kind: 'completed', impact: impact(), judgement: { verdict: 'pass', reasons: [] } },
  { kind: 'aborted', reason: lever, impact: impact({ excess: { availability: 1, latency: 2 } }) },
];

describe('the state of an experiment', () => {
  it.each(states.map((state) => [state.kind, state] as const))(
    'comes back as it was kept: %s',
    (_, state) => {
      expect(stateCodec.decode(stateCodec.encode(state))).toEqual(state);
    },
  );

  it('from before versions comes back with a kind to its reason', () => {
    const former = { kind: 'aborted', reason: 'stopped by SIGINT before its end', impact: null };
    const reason = { kind: 'operator', text: former.reason };
    expect(stateCodec.decode(JSON.stringify(former))).toEqual({ ...former, reason });
    expect(stateCodec.decode(JSON.stringify({ ...former, reason }))).toEqual({ ...former, reason });
  });

  it.each([
    [
      'a plan without a seed',
      { kind: 'drawn', plan: { ...experimentPlan(), seed: undefined } },
      '.plan.seed is not text',
    ],
    [
      'a fault that nobody knows',
      { kind: 'drawn', plan: { ...experimentPlan(), fault: 'flood' } },
      '.plan.fault is not',
    ],
    [
      'an impact that is a guess',
      { kind: 'aborted', reason: lever, impact: impact({ coverage: Number.NaN }) },
      '.impact.coverage is not a number',
    ],
    [
      'a member whose health is a word',
      {
        ...{ kind: 'claimed', target: targetRecord },
        seen: { desiredSize: 3, size: 3, members: [member, { ...member, isHealthy: 'yes' }] },
      },
      '.seen.members[1].isHealthy is not true or false',
    ],
    ['a state that nobody knows', { kind: 'paused' }, '.kind is not one of drawn, refused, claimed,'],
  ])('that is damaged says where: %s', (_, state, where) => {
    expect(() => stateCodec.decode(JSON.stringify(state))).toThrow(
      `the state of an experiment cannot be read: it${where}`,
    );
  });
});

describe('a fault handle and a loss', () => {
  it('come back as they were kept', () => {
    const handle = { experimentId: 'e', instanceId: 'i', fault: 'hang', injectedAtMs: 1 } as const;
    expect(handleCodec.decode(handleCodec.encode(handle))).toEqual(handle);
    const place = { instanceId: 'i', group: 'web', slot: 'web-a', zone: 'a' };
    const loss = { ...place, atMs: 1, window: { fromMs: 0, toMs: 2 } };
    expect(lossCodec.decode(lossCodec.encode(loss))).toEqual(loss);
  });
});
