import type { Impact } from '@garbageday/core/chaos/experiment.ts';
import { judge, type Testimony } from '@garbageday/core/chaos/judge.ts';
import type { Before } from '@garbageday/core/chaos/measure-impact.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hypothesis, impact } from '../../fakes/experiment.ts';

const calm: Testimony = {
  minCoverage: 0.9,
  before: { probes: { sent: 140, bad: 0 }, p99Ms: 9 },
  unseen: null,
};

function judged(changes: Partial<Impact>, maxBadProbes = 0, testimony: Partial<Testimony> = {}) {
  return judge(impact(changes), { ...hypothesis, maxBadProbes }, { ...calm, ...testimony });
}

const slow = { p50: 5, p95: 400, p99: 501.4 };

describe('judge', () => {
  it.each([
    {
      what: 'a kill that nobody felt',
      changes: {},
      expected: {
        verdict: 'pass',
        reasons: [
          '0 of 100 probes failed (the limit is 0), p99 40 ms; the users never left the steady state.',
        ],
      },
    },
    {
      what: 'a failed probe',
      changes: {
        probes: { sent: 100, bad: 3 },
        errors: [
          ['reset', 1],
          ['timeout', 2],
        ],
      },
      expected: {
        verdict: 'fail',
        reasons: ['3 of 100 probes failed (1 reset, 2 timeout); the limit is 0.'],
      },
    },
    {
      what: 'a p99 over its limit',
      changes: { latencyMs: { baseline: null, impact: slow } },
      expected: { verdict: 'fail', reasons: ['The p99 rose to 501 ms; the limit is 500 ms.'] },
    },
    {
      what: 'a group that was not whole again in time',
      changes: { replaceMs: 30_001 },
      expected: {
        verdict: 'fail',
        reasons: ['The group took 30.001 s to be whole again; the limit is 30 s.'],
      },
    },
    {
      what: 'a group that was never whole again',
      changes: { replaceMs: null },
      expected: {
        verdict: 'fail',
        reasons: ['The group was not whole again before the time to recover ran out.'],
      },
    },
    {
      what: 'users that recovered too late',
      changes: { recoverMs: 30_001 },
      expected: {
        verdict: 'fail',
        reasons: ['The users took 30.001 s to be back in the steady state; the limit is 30 s.'],
      },
    },
    {
      what: 'users that were not seen to recover',
      changes: { recoverMs: null },
      expected: {
        verdict: 'fail',
        reasons: ['The users were not back in the steady state when the experiment ended.'],
      },
    },
    {
      what: 'a prober that saw nothing',
      changes: {
        probes: { sent: 0, bad: 0 },
        recoverMs: null,
        coverage: 0,
        latencyMs: { baseline: null, impact: null },
      },
      expected: {
        verdict: 'inconclusive',
        reasons: ['The prober saw nothing: no slice of the impact window counts.'],
      },
    },
    {
      what: 'a prober that saw too little',
      changes: { coverage: 0.8999 },
      expected: {
        verdict: 'inconclusive',
        reasons: ['The prober saw 89.99% of the impact window; 90% is needed for a verdict.'],
      },
    },
    {
      what: 'a prober that saw just enough',
      changes: { coverage: 0.9 },
      expected: { verdict: 'pass', reasons: [expect.any(String)] },
    },
    {
      what: 'a failure seen by a prober that saw too little: what was seen was seen',
      changes: { coverage: 0.5, probes: { sent: 50, bad: 50 }, errors: [['reset', 50]] },
      expected: {
        verdict: 'fail',
        reasons: [
          '50 of 50 probes failed (50 reset); the limit is 0.',
          'The prober saw 50% of the impact window; 90% is needed for a verdict.',
        ],
      },
    },
  ] satisfies { what: string; changes: Partial<Impact>; expected: object }[])(
    'on $what',
    ({ changes, expected }) => {
      expect(judged(changes)).toEqual(expected);
    },
  );

  it('passes with as many bad probes as the hypothesis allows, in time', () => {
    const { verdict, reasons } = judged({ probes: { sent: 100, bad: 2 }, recoverMs: 800 }, 2);
    expect(verdict).toBe('pass');
    expect(reasons).toEqual([
      '2 of 100 probes failed (the limit is 2), p99 40 ms; the users recovered in time.',
    ]);
  });

  it('groups thousands, and writes a length of time as everything else does', () => {
    const [errors, , recovery] = judged({
      ...{ probes: { sent: 1_800, bad: 1_516 }, errors: [['reset', 1_516]], recoverMs: 96_526 },
      latencyMs: { baseline: null, impact: { p50: 5, p95: 400, p99: 500.04 } },
    }).reasons;
    expect(errors).toBe('1,516 of 1,800 probes failed (1,516 reset); the limit is 0.');
    expect(recovery).toContain('took 1 min 37 s to be back in the steady state; the limit is 30 s.');
  });

  it('does not round a p99 onto the limit that it broke', () => {
    const latencyMs = { baseline: null, impact: { p50: 5, p95: 400, p99: 500.04 } };
    expect(judged({ latencyMs }).reasons).toEqual(['The p99 rose to 500.04 ms; the limit is 500 ms.']);
    expect(judged({ recoverMs: 30_000.4 }).reasons).toEqual([
      'The users took 30.0004 s to be back in the steady state; the limit is 30 s.',
    ]);
  });

  it('does not invent a p99', () => {
    expect(judged({ latencyMs: { baseline: null, impact: null } }).reasons[0]).toBe(
      '0 of 100 probes failed (the limit is 0); the users never left the steady state.',
    );
  });

  it.each([
    {
      what: 'it was slow already',
      before: { probes: { sent: 140, bad: 0 }, p99Ms: 743.2 },
      changes: {},
      reasons: ['This was already slow before the kill: p99 743 ms; the limit is 500 ms.'],
    },
    {
      what: 'it was failing already, and slow',
      before: { probes: { sent: 140, bad: 3 }, p99Ms: 743.2 },
      changes: {},
      reasons: [
        'This was already failing before the kill: 3 of 140 probes; the limit is 0.',
        'This was already slow before the kill: p99 743 ms; the limit is 500 ms.',
      ],
    },
    {
      what: 'it was slow already, and a probe failed',
      before: { probes: { sent: 140, bad: 0 }, p99Ms: 743.2 },
      changes: { probes: { sent: 100, bad: 1 }, errors: [['reset', 1]] },
      reasons: [
        'This was already slow before the kill: p99 743 ms; the limit is 500 ms.',
        '1 of 100 probes failed (1 reset); the limit is 0.',
      ],
    },
  ] satisfies { what: string; before: Before; changes: Partial<Impact>; reasons: string[] }[])(
    'is inconclusive when $what: nobody can tell what the kill did',
    ({ before, changes, reasons }) => {
      expect(judged(changes, 0, { before })).toEqual({ verdict: 'inconclusive', reasons });
    },
  );

  it.each([
    ['exactly at its limits', { probes: { sent: 140, bad: 2 }, p99Ms: 500 }],
    ['without a sample', { probes: { sent: 0, bad: 0 }, p99Ms: null }],
  ] satisfies [string, Before][])('takes a baseline %s for a steady state', (_, before) => {
    expect(judged({}, 2, { before }).verdict).toBe('pass');
  });

  const waiting = { good: 70, total: 140 };
  const latencySlo = { objective: 0.99, thresholdMs: 300 };
  const tooSlow = { latencyMs: { baseline: slow, impact: slow } };
  const sentence =
    'Users were already waiting before the kill: 70 of 140 probes took longer than 300 ms or failed; the objective is 99% within it.';

  it('cannot tell what a fault did to users who were already waiting', () => {
    const before = { ...calm.before, latency: waiting };
    const { verdict, reasons } = judged(tooSlow, 0, { before, latencySlo });
    expect([verdict, reasons[0]]).toEqual(['inconclusive', sentence]);
  });

  it.each([
    ['without an objective for it', { good: 70, total: 140 }, null],
    ['when it was not measured', undefined, latencySlo],
    ['when no probe was sent', { good: 0, total: 0 }, latencySlo],
    ['when that may have been bad luck', { good: 138, total: 140 }, latencySlo],
  ])('blames the fault for slowness %s', (_, latency, slo) => {
    const before = { ...calm.before, ...(latency === undefined ? {} : { latency }) };
    expect(judged(tooSlow, 0, { before, latencySlo: slo }).verdict).toBe('fail');
  });

  it('says once that users were slow before, and all the same what else was going on', () => {
    const before = { ...calm.before, p99Ms: 743.2, latency: waiting };
    const { reasons } = judged(tooSlow, 0, { before, latencySlo, disturbance: 'The machine was busy.' });
    expect(reasons.slice(0, 2)).toEqual([
      'This was already slow before the kill: p99 743 ms; the limit is 500 ms.',
      'The machine was busy.',
    ]);
    expect(reasons).not.toContain(sentence);
  });

  it('blames the fault for failures, however long users had been waiting', () => {
    const before = { ...calm.before, latency: waiting };
    const failing = { ...tooSlow, probes: { sent: 100, bad: 3 } };
    expect(judged(failing, 0, { before, latencySlo }).verdict).toBe('fail');
  });

  it('cannot tell what a fault did while something else slowed users down, unless they failed', () => {
    const disturbance = 'The machine was busy.';
    const { verdict, reasons } = judged(tooSlow, 0, { disturbance });
    expect([verdict, reasons[0]]).toEqual(['inconclusive', disturbance]);
    const failing = { ...tooSlow, probes: { sent: 100, bad: 3 } };
    expect(judged(failing, 0, { disturbance }).verdict).toBe('fail');
    expect(judged({}, 0, { disturbance }).verdict).toBe('pass');
  });

  it('lets a kill pass that nobody felt, though users were waiting before', () => {
    const before = { ...calm.before, latency: waiting };
    expect(judged({}, 0, { before, latencySlo }).verdict).toBe('pass');
  });

  const denied = 'Whether the group was whole again in time could not be observed: EC2 said no.';
  it.each([
    ['was never seen again', null, 0, [denied]],
    ['was seen whole too late, after a blindness', 45_000, 20_000, [denied]],
    ['was seen whole in time, after a blindness', 29_000, 20_000, null],
  ] as const)('does not take a group for broken that %s', (_, replaceMs, afterMs, reasons) => {
    const judgement = judged({ replaceMs }, 0, { unseen: { afterMs, why: 'EC2 said no' } });
    if (reasons === null) expect(judgement.verdict).toBe('pass');
    else expect(judgement).toEqual({ verdict: 'inconclusive', reasons });
  });

  it('fails a group that was still seen broken when the time had run out', () => {
    const unseen = { afterMs: 31_000, why: 'EC2 said no' };
    expect(judged({ replaceMs: null }, 0, { unseen }).verdict).toBe('fail');
    expect(judged({ replaceMs: 45_000 }, 0, { unseen }).verdict).toBe('fail');
  });

  it('fails on what the probe saw, though nobody could see the group', () => {
    const changes = { probes: { sent: 50, bad: 1 }, errors: [['reset', 1]], replaceMs: null } as const;
    expect(judged(changes, 0, { unseen: { afterMs: 0, why: 'EC2 said no' } })).toEqual({
      verdict: 'fail',
      reasons: ['1 of 50 probes failed (1 reset); the limit is 0.', denied],
    });
  });

  it('never passes on missing data, nor without a reason', () => {
    const anyImpact = fc.record({
      coverage: fc.double({ min: 0, max: 1, noNaN: true }),
      replaceMs: fc.option(fc.nat(60_000)),
      recoverMs: fc.option(fc.nat(60_000)),
      probes: fc.nat(100).chain((sent) => fc.record({ sent: fc.constant(sent), bad: fc.nat(sent) })),
    });
    fc.assert(
      fc.property(anyImpact, (changes) => {
        const { verdict, reasons } = judged(changes);
        expect(reasons.length).toBeGreaterThan(0);
        const isEnough = changes.coverage >= 0.9 && changes.probes.sent > 0;
        const isKnown = changes.replaceMs !== null && changes.recoverMs !== null;
        if (verdict === 'pass') expect([isEnough, isKnown, changes.probes.bad]).toEqual([true, true, 0]);
      }),
    );
  });
});
