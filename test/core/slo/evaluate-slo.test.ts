import { UsageError } from '@garbageday/core/errors.ts';
import { canPayForChaos, chaosSloOf, leadingSlo } from '@garbageday/core/slo/chaos-slo.ts';
import { evaluateSlo } from '@garbageday/core/slo/evaluate-slo.ts';
import { describe, expect, it } from 'vitest';
import { sloConfiguration } from '../../fakes/configuration.ts';

const journey = { ratePerSecond: 1, latencyThresholdMs: 300 };

describe('evaluateSlo', () => {
  it.each([
    { what: 'enough good events', good: 3_838, total: 3_838, verdict: 'met' },
    { what: 'good events, but too few to prove it', good: 300, total: 300, verdict: 'not-yet-provable' },
    { what: 'too many bad events', good: 298, total: 300, verdict: 'missed' },
    { what: 'no event', good: 0, total: 0, verdict: 'no-data' },
  ])('is $verdict with $what', ({ good, total, verdict }) => {
    expect(evaluateSlo(sloConfiguration(), { good, total }, journey).verdict).toBe(verdict);
  });

  it('counts the budget of a full window at the configured rate, not of what has passed of it', () => {
    const result = evaluateSlo(sloConfiguration(), { good: 298, total: 300 }, journey);
    expect(result).toMatchObject({
      name: 'probe-availability',
      journey: 'probe',
      sli: 'availability',
      thresholdMs: null,
      objective: 0.999,
      window: '30d',
      good: 298,
      total: 300,
      ratio: 298 / 300,
      consumed: 2 / 2_592,
      remaining: 1 - 2 / 2_592,
    });
    expect(result.interval?.low).toBeCloseTo(0.976, 3);
  });

  it('counts the budget of time slices in time slices', () => {
    const budgeting = { kind: 'timeslices', sliceSeconds: 60, sliceTarget: 0.99 } as const;
    const result = evaluateSlo(sloConfiguration({ budgeting }), { good: 298, total: 300 }, journey);
    expect(result.consumed).toBeCloseTo(2 / 43.2, 12);
  });

  it('says which threshold a latency objective has, and nothing where there is no data', () => {
    const result = evaluateSlo(sloConfiguration({ sli: 'latency' }), { good: 0, total: 0 }, journey);
    expect(result).toMatchObject({
      thresholdMs: 300,
      ratio: null,
      interval: null,
      consumed: 0,
      remaining: 1,
    });
  });
});

describe('chaosSloOf', () => {
  const users = sloConfiguration({ name: 'users', journey: 'users', objective: 0.9999 });
  const loose = sloConfiguration({ name: 'loose', objective: 0.9 });
  const strict = sloConfiguration({ name: 'strict', objective: 0.999 });
  const latency = sloConfiguration({ name: 'latency', sli: 'latency', objective: 0.9999 });

  it.each([
    {
      what: 'the strictest availability of the probe',
      slos: [users, latency, loose, strict],
      name: 'strict',
    },
    { what: 'its latency, where it has no other', slos: [users, latency], name: 'latency' },
  ])('is $what', ({ slos, name }) => {
    expect(chaosSloOf(slos).name).toBe(name);
  });

  it('can be paid by the whole journey of the probe alone, event by event', () => {
    const budgeting = { kind: 'ratio-timeslices', sliceSeconds: 60 } as const;
    const partial = [{ step: 'insert' }, { vantage: 'eu' }, { budgeting }].map((part) =>
      sloConfiguration(part),
    );
    expect([strict, users, ...partial].map(canPayForChaos)).toEqual([true, false, false, false, false]);
    expect(leadingSlo(partial, 'probe')).toBeNull();
  });

  it('has to exist, for chaos has to be paid for', () => {
    expect(() => chaosSloOf([users])).toThrow(UsageError);
    expect(leadingSlo([users], 'probe')).toBeNull();
  });
});
