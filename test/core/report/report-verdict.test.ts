import type { Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { proofsOf } from '@garbageday/core/report/proofs.ts';
import type { UserTotals } from '@garbageday/core/report/report.ts';
import { reportVerdict } from '@garbageday/core/report/report-verdict.ts';
import type { SloVerdict } from '@garbageday/core/slo/slo-status.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, lever, targetRecord } from '../../fakes/experiment.ts';

const plan = experimentPlan();
function judged(verdict: Verdict): ExperimentOutcome {
  return {
    kind: 'completed',
    plan,
    target: targetRecord,
    injectedAtMs: 0,
    impact: impact(),
    judgement: { verdict, reasons: [] },
  };
}
const refused: ExperimentOutcome = {
  kind: 'refused',
  plan,
  atMs: 0,
  refusal: { reason: 'disabled', detail: '', numbers: {} },
};
const aborted: ExperimentOutcome = {
  kind: 'aborted',
  plan,
  target: null,
  atMs: 0,
  injectedAtMs: null,
  reason: lever,
  impact: null,
};
const dryRun: ExperimentOutcome = { kind: 'dry-run', plan, target: targetRecord, atMs: 0 };

function slo(verdict: SloVerdict) {
  return { verdict };
}
function users(changes: Partial<UserTotals> = {}): UserTotals {
  return {
    sent: 10,
    failed: 0,
    retried: 0,
    acknowledged: 5,
    stored: 5,
    longestWaitMs: 0,
    ...changes,
  };
}

function verdictOf(experiments: ExperimentOutcome[], slos: SloVerdict[], totals: Partial<UserTotals> = {}) {
  return reportVerdict({ experiments, coverage: [], slos: slos.map(slo), users: users(totals) });
}

describe('reportVerdict', () => {
  it.each([
    { what: 'everything held', experiments: [judged('pass')], slos: ['met'], expected: 'kept' },
    {
      what: 'a short run could not prove an objective',
      experiments: [],
      slos: ['not-yet-provable'],
      expected: 'kept',
    },
    { what: 'it was a rehearsal', experiments: [dryRun], slos: ['met'], expected: 'kept' },
    {
      what: 'one hypothesis failed',
      experiments: [judged('pass'), judged('fail')],
      slos: ['met'],
      expected: 'broken',
    },
    { what: 'an objective was missed', experiments: [], slos: ['met', 'missed'], expected: 'broken' },
    {
      what: 'something failed and something could not be told',
      experiments: [judged('fail'), refused],
      slos: [],
      expected: 'broken',
    },
    {
      what: 'an experiment could not tell',
      experiments: [judged('inconclusive')],
      slos: ['met'],
      expected: 'inconclusive',
    },
    { what: 'an experiment was refused', experiments: [refused], slos: ['met'], expected: 'inconclusive' },
    { what: 'an experiment was aborted', experiments: [aborted], slos: ['met'], expected: 'inconclusive' },
    {
      what: 'an objective has no data',
      experiments: [judged('pass')],
      slos: ['no-data'],
      expected: 'inconclusive',
    },
  ] satisfies { what: string; experiments: ExperimentOutcome[]; slos: SloVerdict[]; expected: string }[])(
    'is $expected when $what',
    ({ experiments, slos, expected }) => {
      expect(verdictOf(experiments, slos)).toBe(expected);
    },
  );

  it.each([
    { what: 'a write was lost', totals: { stored: 4 }, expected: 'broken' },
    { what: 'a write was counted twice', totals: { stored: 6 }, expected: 'broken' },
    {
      what: 'what is stored too much can be of a request that failed',
      totals: { failed: 1, stored: 6 },
      expected: 'kept',
    },
    {
      what: 'more is stored too much than requests failed',
      totals: { failed: 1, stored: 7 },
      expected: 'broken',
    },
    {
      what: 'what is stored too much can be of a request of the probe that failed',
      totals: { failed: 1, unanswered: 2, stored: 7 },
      expected: 'kept',
    },
    {
      what: 'more is stored too much than requests failed, those of the probe included',
      totals: { failed: 0, unanswered: 1, stored: 7 },
      expected: 'broken',
    },
    { what: 'nobody counted the writes', totals: { stored: null }, expected: 'inconclusive' },
    { what: 'nobody counted what was acknowledged', totals: { acknowledged: null }, expected: 'kept' },
    { what: 'nobody counted writes at all', totals: { acknowledged: null, stored: null }, expected: 'kept' },
    { what: 'there were no writes to count', totals: { stored: null, acknowledged: 0 }, expected: 'kept' },
  ])('is $expected when $what', ({ totals, expected }) => {
    expect(verdictOf([], ['met'], totals)).toBe(expected);
  });
});

it('is kept when nobody counted the users, as in a period', () => {
  expect(reportVerdict({ experiments: [], slos: [slo('met')], users: null, coverage: [] })).toBe('kept');
});

describe('proofsOf', () => {
  it('counts verdicts, and nothing that has none', () => {
    const outcomes = [judged('pass'), judged('fail'), judged('inconclusive'), refused, aborted, dryRun];
    const [proof] = proofsOf(['web'], outcomes);
    expect(proof).toMatchObject({ clean: 1, kills: 2 });
    expect(proof?.failureUpperBound).toBeCloseTo(0.9747, 4);
  });

  it('says what 30 clean kills of 30 prove', () => {
    const [proof] = proofsOf(['web'], Array(30).fill(judged('pass')));
    expect(proof?.failureUpperBound).toBeCloseTo(0.095, 3);
  });
});
