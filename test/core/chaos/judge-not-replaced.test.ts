import type { Impact } from '@garbageday/core/chaos/experiment.ts';
import { judge, type Testimony } from '@garbageday/core/chaos/judge.ts';
import { describe, expect, it } from 'vitest';
import { hypothesis, impact } from '../../fakes/experiment.ts';

const calm: Testimony = {
  minCoverage: 0.9,
  before: { probes: { sent: 140, bad: 0 }, p99Ms: 9 },
  unseen: null,
};

function judged(carryOnMs: number | null, testimony: Partial<Testimony> = {}) {
  const changes: Partial<Impact> = { replaceMs: null, carryOnMs };
  return judge(impact(changes), { ...hypothesis, maxBadProbes: 0 }, { ...calm, ...testimony });
}

describe('a group in which nothing is replaced', () => {
  it.each([
    [
      2_000,
      'pass',
      '0 of 100 probes failed (the limit is 0), p99 40 ms; the users never left the steady state.',
    ],
    [30_001, 'fail', 'The rest of the group took 30.001 s to be well; the limit is 30 s.'],
    [null, 'fail', 'The rest of the group was not well before the time to recover ran out.'],
  ])('whose rest was well after %s ms: %s', (carryOnMs, verdict, reason) => {
    expect(judged(carryOnMs)).toEqual({ verdict, reasons: [reason] });
  });

  it('that could not be seen proves nothing', () => {
    expect(judged(null, { unseen: { afterMs: 100, why: 'throttled' } }).verdict).toBe('inconclusive');
    expect(judged(2_000, { unseen: { afterMs: 100, why: 'throttled' } }).verdict).toBe('pass');
  });
});
