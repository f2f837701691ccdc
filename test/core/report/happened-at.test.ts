import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { happenedAtMs, wasInjected } from '@garbageday/core/report/happened-at.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, lever, targetRecord } from '../../fakes/experiment.ts';

const plan = experimentPlan({ plannedAtMs: 7 });
const target = targetRecord;
const judgement = { verdict: 'pass', reasons: [] } as const;
const refusal = { reason: 'cooldown', detail: '', numbers: {} } as const;
const unfinished = { kind: 'unfinished', plan, target, atMs: 1 } as const;
const aborted = { kind: 'aborted', plan, target, atMs: 1, reason: lever } as const;

describe('an experiment happened', () => {
  it.each<[string, ExperimentOutcome, number, boolean]>([
    [
      'when its fault struck',
      { kind: 'completed', plan, target, injectedAtMs: 3, impact: impact(), judgement },
      3,
      true,
    ],
    ['when its fault struck, also if it was aborted', { ...aborted, injectedAtMs: 3, impact: null }, 3, true],
    [
      'when its impact began, where nothing tells of the fault',
      { ...aborted, injectedAtMs: null, impact: impact({ fromMs: 4 }) },
      4,
      true,
    ],
    ['when it was aborted without a fault', { ...aborted, injectedAtMs: null, impact: null }, 1, false],
    ['when it was refused', { kind: 'refused', plan, atMs: 1, refusal }, 1, false],
    ['when it was rehearsed', { kind: 'dry-run', plan, target, atMs: 1 }, 1, false],
    ['when its fault struck, without an end', { ...unfinished, state: 'injected', injectedAtMs: 3 }, 3, true],
    ['when it was last heard of', { ...unfinished, state: 'claimed', injectedAtMs: null }, 1, false],
    ['when it was to, if it never began', { ...unfinished, state: 'drawn', injectedAtMs: null }, 7, false],
  ])('%s', (_, outcome, atMs, isInjected) => {
    expect([happenedAtMs(outcome), wasInjected(outcome)]).toEqual([atMs, isInjected]);
  });
});
