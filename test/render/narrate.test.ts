/** The sentences about an experiment, each wording once; what prints or posts them has its own tests. */
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import {
  narrateLastState,
  narrateOrphan,
  narrateOutcome,
  narrateProgress,
  narrateStanding,
  narrateState,
} from '@garbageday/render/narrate/experiment.ts';
import { faultOnGroup, faultUnderWay } from '@garbageday/render/narrate/fault-words.ts';
import { verdictCount, verdictPredicate } from '@garbageday/render/narrate/outcome-words.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, targetRecord as target } from '../fakes/experiment.ts';

const plan = experimentPlan();
const rehearsed = experimentPlan({ mode: 'dry-run' });
const refusal = { reason: 'no-redundancy', detail: '2 of 3 healthy.', numbers: {} } as const;
const pass = { verdict: 'pass', reasons: [] } as const;
const fail = { verdict: 'fail', reasons: ['3 of 83 probes failed; the limit is 0.'] } as const;
const halted = { kind: 'lever', text: 'halted: customers are calling' } as const;

describe('a fault', () => {
  it.each([
    [{ fault: 'terminate', group: 'web', role: 'any' }, 'termination of one web instance'],
    [{ fault: 'power-cut', group: 'data', role: 'primary' }, 'power cut of the data primary'],
    [{ fault: 'hang', group: 'web', role: 'any' }, 'hang of one web instance'],
  ] as const)('%o', (planned, words) => expect(faultOnGroup(planned)).toBe(words));

  it.each([
    [null, 'Killing one web instance; waiting for the verdict …'],
    ['power-cut', 'Cutting the power of one web instance; waiting for the verdict …'],
  ] as const)('%s under way', (fault, words) => expect(faultUnderWay(fault, 'web')).toBe(words));

  it('of a group with a name that steers the terminal is plain text', () => {
    expect(faultOnGroup({ fault: 'hang', group: '\u001b[2Jweb', role: 'any' })).not.toContain('\u001b');
  });
});

describe('a state in the event log', () => {
  it.each<[ExperimentState, string | null]>([
    [{ kind: 'drawn', plan }, null],
    [{ kind: 'refused', refusal }, 'refused (no redundancy): 2 of 3 healthy.'],
    [{ kind: 'claimed', target }, null],
    [{ kind: 'injected', injectedAtMs: 0 }, 'termination of web-a in zone a (web, i-web-a)'],
    [
      { kind: 'completed', impact: impact(), judgement: pass },
      expect.stringMatching(/^passed: \d+ of \d+ probes failed, .* of the budget \(web termination\)$/),
    ],
    [
      { kind: 'completed', impact: impact(), judgement: fail },
      'failed (web termination): 3 of 83 probes failed; the limit is 0.',
    ],
    [{ kind: 'aborted', reason: halted, impact: null }, 'aborted: halted: customers are calling'],
  ])('%o', (state, text) => expect(narrateState(plan, state, target)?.text ?? null).toEqual(text));

  it('of a dry run: its claim is its end', () => {
    expect(narrateState(rehearsed, { kind: 'claimed', target }, target)).toEqual({
      tone: 'info',
      text: 'dry run: termination of web-a in zone a (web, i-web-a) would go ahead',
    });
  });
});

describe('an outcome', () => {
  const unmeasured = { plan, target, atMs: 0, injectedAtMs: 0, reason: halted, impact: null } as const;

  it.each<[string, ExperimentOutcome, string | RegExp]>([
    ['refused', { kind: 'refused', plan, refusal, atMs: 0 }, 'Refused (no redundancy): 2 of 3 healthy.'],
    [
      'dry run',
      { kind: 'dry-run', plan: rehearsed, target, atMs: 0 },
      'Dry run: termination of web-a in zone a (web, i-web-a) would go ahead. With --armed it is real.',
    ],
    [
      'aborted before the fault',
      { ...unmeasured, kind: 'aborted', injectedAtMs: null },
      'Aborted, and nothing was killed: halted: customers are calling',
    ],
    [
      'aborted after it',
      { ...unmeasured, kind: 'aborted' },
      'Aborted (termination of web-a in zone a (web, i-web-a)): halted: customers are calling\n' +
        '  what users felt was not measured',
    ],
    [
      'aborted and measured',
      { ...unmeasured, kind: 'aborted', impact: impact() },
      /\n {2}(not seen to be )?detected.*, users .*\n {2}\d+ of \d+ probes failed, .* of the budget$/,
    ],
    [
      'unfinished',
      { kind: 'unfinished', plan, target, injectedAtMs: 0, state: 'recovering', atMs: 0 },
      'Termination of web-a in zone a (web, i-web-a): No end is recorded: recovering since 1970-01-01 00:00:00 UTC.',
    ],
    [
      'completed',
      { kind: 'completed', plan, target, injectedAtMs: 0, impact: impact(), judgement: fail },
      /^Failed: termination of web-a .*\n {2}.*\n {2}.*\n {2}3 of 83 probes failed; the limit is 0\.$/,
    ],
  ])('%s', (_, outcome, text) => {
    if (typeof text === 'string') expect(narrateOutcome(outcome)).toBe(text);
    else expect(narrateOutcome(outcome)).toMatch(text);
  });
});

describe('who waits hears', () => {
  it.each<[ExperimentState, string | null]>([
    [{ kind: 'drawn', plan }, '  started; running the checks'],
    [{ kind: 'claimed', target }, '  target: web-a in zone a (web, i-web-a)'],
    [{ kind: 'injected', injectedAtMs: 0 }, '  injected at 1970-01-01 00:00:00 UTC'],
    [
      { kind: 'recovering', detectedAtMs: null },
      '  not taken out of service yet; waiting for the group to be whole again',
    ],
    [
      { kind: 'recovering', detectedAtMs: 0 },
      '  taken out of service at 1970-01-01 00:00:00 UTC; waiting for the group to be whole again',
    ],
    [{ kind: 'aborted', reason: halted, impact: null }, null],
  ])('%o', (state, text) => expect(narrateProgress(plan, state)).toBe(text));

  it('of one whose execution died what the ledger knows', () => {
    expect([narrateLastState(null), narrateLastState('injected'), narrateLastState('claimed')]).toEqual([
      'it never began',
      'its fault was injected, and its last state is injected',
      'its last state is claimed',
    ]);
  });

  it('of one that goes on since when, and before a target was chosen what it is about', () => {
    const state = { kind: 'drawn', plan: rehearsed } as const;
    expect(narrateStanding({ plan: rehearsed, state, target: null, lastAtMs: 0 })).toBe(
      `${plan.id}: dry run: termination of one web instance: drawn since 1970-01-01 00:00:00 UTC`,
    );
  });

  it('of one that an earlier run left how it was ended', () => {
    const left = { plan, target, atMs: 0, injectedAtMs: 0, reason: halted, impact: null } as const;
    expect(narrateOrphan({ kind: 'aborted', ...left })).toEqual({
      tone: 'bad',
      text: `${plan.id} of 1970-01-01 00:00:00 UTC had no end: its fault was injected, its impact not measured; recorded as aborted`,
    });
  });
});

it('a verdict is counted and said of a kill', () => {
  expect([verdictCount('dry run', 1), verdictCount('dry run', 2), verdictCount('inconclusive', 1)]).toEqual([
    '1 dry run',
    '2 dry runs',
    '1 inconclusive',
  ]);
  expect(verdictPredicate('aborted')).toBe('was aborted');
});
