import type { ExperimentState, Transition } from '@garbageday/core/chaos/experiment.ts';
import {
  BrokenHistoryError,
  type ExperimentRecord,
  foldExperiment,
  foldExperiments,
  impactOf,
  isUnderWay,
  outcomeOf,
  readTarget,
} from '@garbageday/core/chaos/transitions.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, lever, targetRecord } from '../../fakes/experiment.ts';
import { memoryLedger } from '../../fakes/memory-ledger.ts';

const plan = experimentPlan();
const drawn: ExperimentState = { kind: 'drawn', plan };
const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };
const baseline: ExperimentState = { kind: 'baseline', fromMs: 0, toMs: 1 };
const injected: ExperimentState = { kind: 'injected', injectedAtMs: 3 };
const recovering: ExperimentState = { kind: 'recovering', detectedAtMs: 4 };
const judgement = { verdict: 'pass' as const, reasons: ['fine'] };
const completed: ExperimentState = { kind: 'completed', impact: impact(), judgement };
const refusal = { reason: 'disabled' as const, detail: '', numbers: {} };
const life = [drawn, claimed, baseline, injected, recovering, completed];

function history(states: readonly ExperimentState[], experimentId = plan.id): readonly Transition[] {
  return states.map((state, seq) => ({ experimentId, seq, atMs: seq, state }));
}

function folded(...states: readonly ExperimentState[]) {
  return foldExperiment(history(states));
}

describe('outcomeOf', () => {
  it.each([1, 2, 3, 4, 5])('is not known after %d transitions of a life', (length) => {
    expect(outcomeOf(folded(...life.slice(0, length)))).toBeNull();
  });

  it.each([
    {
      what: 'completed',
      states: life,
      expected: {
        kind: 'completed',
        plan,
        target: targetRecord,
        injectedAtMs: 3,
        impact: impact(),
        judgement,
      },
    },
    {
      what: 'refused',
      states: [drawn, { kind: 'refused', refusal }],
      expected: { kind: 'refused', plan, atMs: 1, refusal },
    },
    {
      what: 'aborted before the injection',
      states: [drawn, claimed, { kind: 'aborted', reason: lever, impact: null }],
      expected: {
        kind: 'aborted',
        plan,
        target: targetRecord,
        atMs: 2,
        injectedAtMs: null,
        reason: lever,
        impact: null,
      },
    },
  ] satisfies { what: string; states: ExperimentState[]; expected: object }[])(
    'is $what',
    ({ states, expected }) => {
      expect(outcomeOf(folded(...states))).toEqual(expected);
    },
  );

  it('of a dry run is what would have been hit', () => {
    const rehearsal = experimentPlan({ mode: 'dry-run' });
    expect(outcomeOf(folded({ kind: 'drawn', plan: rehearsal }, claimed))).toEqual({
      kind: 'dry-run',
      plan: rehearsal,
      target: targetRecord,
      atMs: 1,
    });
  });

  it.each([
    { what: 'completed without a target', states: [drawn, injected, completed] },
    { what: 'completed without an injection', states: [drawn, claimed, completed] },
  ])('does not believe a history that is $what', ({ states }) => {
    expect(() => outcomeOf(folded(...states))).toThrow(BrokenHistoryError);
  });

  it('gives back a state that it does not know, written by a later version', () => {
    const unknown = { kind: 'dissolved' };
    expect(outcomeOf({ ...folded(drawn), state: unknown as never } as ExperimentRecord)).toBe(unknown);
  });
});

describe('foldExperiment', () => {
  it.each([
    { what: 'nothing', transitions: [] },
    { what: 'a life without its beginning', transitions: history([claimed]) },
  ])('does not believe $what', ({ transitions }) => {
    expect(() => foldExperiment(transitions)).toThrow(BrokenHistoryError);
  });
});

describe('foldExperiments', () => {
  it('tells experiments apart', () => {
    const other = experimentPlan({ id: 'other' });
    const records = foldExperiments([
      ...history(life),
      ...history([{ kind: 'drawn', plan: other }], 'other'),
    ]);
    expect(records.map((record) => [record.plan.id, record.state.kind])).toEqual([
      [plan.id, 'completed'],
      ['other', 'drawn'],
    ]);
  });
});

describe('isUnderWay', () => {
  it('is from the claim to the end', () => {
    const kinds = life.map((_, index) => isUnderWay(folded(...life.slice(0, index + 1))));
    expect(kinds).toEqual([false, true, true, true, true, false]);
  });

  it('is never a dry run', () => {
    expect(isUnderWay(folded({ kind: 'drawn', plan: experimentPlan({ mode: 'dry-run' }) }, claimed))).toBe(
      false,
    );
  });
});

describe('impactOf', () => {
  it.each([
    { what: 'a completed experiment', states: life, expected: impact() },
    { what: 'one under way', states: life.slice(0, 5), expected: null },
    {
      what: 'an aborted one',
      states: [drawn, { kind: 'aborted', reason: lever, impact: impact() }],
      expected: impact(),
    },
  ] satisfies { what: string; states: ExperimentState[]; expected: object | null }[])(
    'of $what',
    ({ states, expected }) => {
      expect(impactOf(folded(...states))).toEqual(expected);
    },
  );
});

describe('the target of a step', () => {
  const sincePlanned = (transitions: readonly Transition[]) =>
    transitions.map((each) => ({ ...each, atMs: plan.plannedAtMs + each.atMs }));
  const stepOf = (seq: number) => {
    const transition = sincePlanned(history(life))[seq] ?? expect.fail('no such step');
    return { plan, transition };
  };

  async function ledgerWith(transitions: readonly Transition[]) {
    const ledger = memoryLedger();
    for (const each of sincePlanned(transitions)) await ledger.recordTransition(each);
    return ledger;
  }

  it('is in the step that chose it, whatever the ledger knows', async () => {
    expect(await readTarget(memoryLedger(), stepOf(1))).toEqual(targetRecord);
  });

  it('is read from the ledger in a later step, among other experiments', async () => {
    const others = { ...plan, id: 'another' };
    const ledger = await ledgerWith([
      ...history(
        [
          { kind: 'drawn', plan: others },
          { kind: 'refused', refusal },
        ],
        others.id,
      ),
      ...history(life),
    ]);
    expect(await readTarget(ledger, stepOf(3))).toEqual(targetRecord);
  });

  it('is not known before it was chosen, nor of an experiment that the ledger has not', async () => {
    expect(await readTarget(await ledgerWith(history(life.slice(0, 1))), stepOf(0))).toBeNull();
    expect(await readTarget(memoryLedger(), stepOf(3))).toBeNull();
  });
});
