/** What follows from the rest of a report: the policy's state, and what to do. */

import type { Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { adviceOf } from '@garbageday/core/report/advice.ts';
import { budgetPolicy, conclusions } from '@garbageday/core/report/conclusions.ts';
import {
  type BudgetPolicy,
  type GroupResilience,
  isGameDay,
  type Report,
  type SloResult,
} from '@garbageday/core/report/report.ts';
import { resilienceOf } from '@garbageday/core/report/resilience.ts';
import type { CompositeScore } from '@garbageday/core/slo/composite.ts';
import { describe, expect, it } from 'vitest';
import { configuration } from '../../fakes/configuration.ts';
import { experimentPlan, impact, targetRecord } from '../../fakes/experiment.ts';
import { sampleReport } from '../../render/sample-report.ts';

function slo(changes: Partial<SloResult> = {}): SloResult {
  return {
    ...{
      name: 'probe',
      journey: 'probe',
      role: 'judge',
      sli: 'availability',
      thresholdMs: null,
      objective: 0.999,
      window: '30d',
    },
    ...{ good: 1, total: 1, ratio: 1, interval: null, consumed: 0, remaining: 1, verdict: 'met' },
    ...{ basis: 'window', events: 1, isFinal: true },
    ...{ budgeting: 'occurrences', windowStartMs: 0, windowEndMs: 1, period: { good: 1, total: 1 } },
    ...{ burn: [], alerts: [], exhaustedInSeconds: null, warnings: [] },
    ...changes,
  };
}

function firing(severity: 'page' | 'ticket', isOn = true) {
  return {
    ...{ severity, longSeconds: 3_600, shortSeconds: 300, factor: 14.4, firing: isOn },
  };
}

const budget = {
  reserve: 0.2,
  chaosShare: 0.5,
  coldStartSpend: 0.01,
  policy: [{ below: 0.5, refuse: ['data'] }],
};

function policyAt(remaining: number, chaosSpent = 0, experiments: readonly ExperimentOutcome[] = []) {
  return budgetPolicy({ slo: { name: 'probe', remaining }, budget, chaosSpent, experiments });
}

function trend(changes: Partial<GroupResilience> = {}): GroupResilience {
  return {
    ...{ group: 'web', clean: 1, kills: 1, failureUpperBound: 0.95, daysSinceProof: 3 },
    ...{ plannedLosses: 1, unplannedLosses: null },
    points: [],
    ...changes,
  };
}

function point(verdict: Verdict) {
  return { experimentId: 'a', atMs: 0, budgetSpent: 0, recoverMs: 0, verdict };
}

describe('advice', () => {
  const advice = (changes: {
    slos?: SloResult[];
    composites?: CompositeScore[];
    policy?: BudgetPolicy;
    resilience?: GroupResilience[];
  }) =>
    adviceOf({
      ...{ slos: [slo()], composites: [], policy: policyAt(1), resilience: [trend()], coverage: [] },
      ...changes,
    });

  it('is none when nothing needs doing', () => expect(advice({})).toEqual([]));

  it.each([
    ['a spent budget', { slos: [slo({ remaining: 0 })] }, /budget of probe is spent: ship only/],
    ['a page', { slos: [slo({ alerts: [firing('ticket'), firing('page')] })] }, /fast enough to page/],
    ['a ticket', { slos: [slo({ alerts: [firing('ticket'), firing('page', false)] })] }, /too fast to last/],
    [
      'an objective without data',
      { slos: [slo({ total: 0, remaining: 1, verdict: 'no-data' as const })] },
      /its prober runs/,
    ],
    [
      'a broken hypothesis',
      { resilience: [trend({ points: [point('pass'), point('fail')], daysSinceProof: null })] },
      /fix that/,
    ],
    ['a group without proof', { resilience: [trend({ daysSinceProof: null })] }, /not been proven/],
    [
      'a group whose only kill proves nothing',
      { resilience: [trend({ daysSinceProof: null, points: [point('inconclusive')] })] },
      /^The last kill of web proves nothing: see why, then kill it again\.$/,
    ],
    ['an old proof', { resilience: [trend({ daysSinceProof: 15 })] }, /is old/],
    ['a share that is spent', { policy: policyAt(0.6, 0.5) }, /has spent its share/],
    ['a reserve that is reached', { policy: policyAt(0.1) }, /not for chaos/],
    ['a budget that is gone', { policy: policyAt(-0.1) }, /not for chaos/],
  ])('tells what to do about %s', (_, changes, sentence) => {
    expect(advice(changes)).toEqual([expect.stringMatching(sentence)]);
  });

  it('says what is to be done for several objectives once, and counts them where there are many', () => {
    const many = Array.from({ length: 20 }, (_, index) => slo({ name: `s${index}`, remaining: -1 }));
    const page = { alerts: [firing('page')] };
    const slos = [...many, slo({ name: 'a', ...page }), slo({ name: 'b', ...page })];
    const blind = { total: 0, remaining: 1, verdict: 'no-data' as const };
    expect(advice({ slos: [...slos, slo({ name: 'c', ...blind }), slo({ name: 'd', ...blind })] })).toEqual([
      'The error budgets of s0, s1, s2, s3, s4 and 15 more are overspent: ship only what makes the service more reliable.',
      'a and b burn their budgets now, fast enough to page: find out what fails.',
      'Nothing was measured for c and d: check that their probers run.',
    ]);
    const ticket = { alerts: [firing('ticket')] };
    expect(advice({ slos: [slo({ name: 'a', ...ticket }), slo({ name: 'b', ...ticket })] })).toEqual([
      'a and b burn their budgets too fast to last their windows: look for what fails.',
    ]);
  });

  it('is never nothing after a kill that failed, also when a later one passed', () => {
    const points = [point('fail'), point('pass')];
    expect(advice({ resilience: [trend({ points })] })).toEqual([
      'A kill of web broke its hypothesis, though not the last one: make sure that the cause is gone.',
    ]);
  });

  it('tells of a composite that is overspent', () => {
    const window = { text: '30d', startMs: 0, endMs: 1 };
    const shop: CompositeScore = {
      ...{ name: 'shop', objective: 0.99, window, members: [], sli: 0.9, consumed: 2, remaining: -1 },
      ...{ interval: null, verdict: 'missed', isFinal: true, warnings: [] },
    };
    expect(advice({ composites: [shop] })).toEqual([expect.stringContaining('budget of shop is overspent')]);
    expect(advice({ composites: [{ ...shop, sli: null }] })).toEqual([]);
  });

  it('has the worst first', () => {
    const all = advice({
      slos: [slo({ remaining: -1, alerts: [firing('page')] })],
      policy: policyAt(-1),
      resilience: [trend({ daysSinceProof: null })],
    });
    expect(all.map((sentence) => sentence.split(' ')[0])).toEqual(['The', 'probe', 'What', 'web']);
  });
});

describe('the budget policy', () => {
  const refused = (reason: 'cooldown' | 'holiday'): ExperimentOutcome => ({
    ...{ kind: 'refused', plan: experimentPlan(), atMs: 0 },
    refusal: { reason, detail: '', numbers: {} },
  });

  it.each([
    ['open', 1, 0],
    ['open', 0.2, 0.49],
    ['share-spent', 0.21, 0.5],
    ['reserve-reached', 0.19, 0],
    ['exhausted', 0, 0],
  ])('is %s with %d left and %d spent by chaos', (state, remaining, chaosSpent) => {
    expect(policyAt(remaining, chaosSpent).state).toBe(state);
  });

  it('says which rules hold, the reserve among them', () => {
    expect(policyAt(0.4).rules).toEqual([
      { below: 0.5, refuse: ['data'], isInForce: true },
      { below: 0.2, refuse: ['everything'], isInForce: false },
    ]);
  });

  it('counts refusals by reason, the most frequent first', () => {
    const experiments = [refused('holiday'), refused('cooldown'), refused('cooldown')];
    expect(policyAt(1, 0, experiments).refusals).toEqual([
      { reason: 'cooldown', count: 2 },
      { reason: 'holiday', count: 1 },
    ]);
  });

  it('asks the objective that pays, and takes one without a result as untouched', () => {
    const told = {
      experiments: [],
      slos: [slo({ remaining: 0.3 })],
      resilience: [],
      attribution: sampleReport.attribution,
      coverage: [],
      ...{ composites: [], chaosSpent: 0 },
    };
    const of = (name: string) =>
      conclusions(configuration(), { ...told, attribution: { ...told.attribution, slo: name } });
    expect(of('probe').policy.remaining).toBe(0.3);
    expect(of('gone').policy.remaining).toBe(1);
  });
});

describe('the trend of resilience', () => {
  const completed = (atMs: number, verdict: Verdict, group = 'web'): ExperimentOutcome => ({
    ...{ kind: 'completed', plan: experimentPlan({ group }), target: targetRecord, injectedAtMs: atMs },
    impact: impact({ budgetSpent: 0.25, recoverMs: 7 }),
    judgement: { verdict, reasons: [] },
  });
  const day = 86_400_000;

  it('lists what each kill cost and how long it took, and counts whole days since the last proof', () => {
    const [web, data] = resilienceOf({
      groups: ['web', 'data'],
      experiments: [completed(day, 'pass'), completed(2 * day, 'fail')],
      lastProofAtMs: new Map([['web', day]]),
      losses: [{ group: 'web', fromMs: 0, toMs: 1 }],
      toMs: 4 * day - 1,
    });
    expect(web).toMatchObject({ clean: 1, kills: 2, daysSinceProof: 2, unplannedLosses: 1 });
    expect(web?.points).toMatchObject([
      { atMs: day, budgetSpent: 0.25, recoverMs: 7, verdict: 'pass' },
      { atMs: 2 * day, verdict: 'fail' },
    ]);
    expect(data).toMatchObject({ kills: 0, points: [], daysSinceProof: null, unplannedLosses: 0 });
  });

  it('never counts days backwards', () => {
    const facts = { groups: ['web'], experiments: [], losses: null, toMs: 0 };
    const [web] = resilienceOf({ ...facts, lastProofAtMs: new Map([['web', day]]) });
    expect(web).toMatchObject({ daysSinceProof: 0, unplannedLosses: null });
  });
});

describe('a game day', () => {
  it.each([
    ['is one with a seed and counted writes', sampleReport, true],
    ['is no day', { ...sampleReport, kind: 'day' as const }, false],
    ['is not without a seed', { ...sampleReport, seed: null }, false],
    ['is not without users', { ...sampleReport, users: null }, false],
    [
      'is not without counted writes',
      { ...sampleReport, users: { ...sampleReport.users, acknowledged: null } },
      false,
    ],
  ])('%s', (_, report: Report, is) => expect(isGameDay(report)).toBe(is));
});
