import { UsageError } from '@garbageday/core/errors.ts';
import { evaluateComposite, memberSlos } from '@garbageday/core/slo/composite.ts';
import { sloEvaluator } from '@garbageday/core/slo/evaluate.ts';
import { compositeOf, sloOf } from '@garbageday/core/slo/slo-of.ts';
import { parseWindow } from '@garbageday/core/slo/window.ts';
import { describe, expect, it } from 'vitest';
import { sloConfiguration } from '../../fakes/configuration.ts';
import { evaluated, minute, sampleSlo } from './sample-slo.ts';

const composite = {
  name: 'the shop',
  service: 'shop',
  objective: 0.9,
  window: parseWindow('1h'),
  members: [
    { slo: 'adding', weight: 3 },
    { slo: 'listing', weight: 1 },
  ],
};

const slos = [sampleSlo({ name: 'listing', objective: 0.5 }), sampleSlo({ name: 'adding' }), sampleSlo()];

function evaluate(adding: readonly [number, number], listing: readonly [number, number]) {
  const counts = [adding, listing];
  const evaluations = memberSlos(composite, slos).map((slo, index) =>
    evaluated(slo, [minute(5, ...(counts[index] ?? [0, 0]))]),
  );
  return evaluateComposite(composite, evaluations);
}

describe('a composite', () => {
  it('sees its members over its own window, against its own objective, in the order of its members', () => {
    expect(memberSlos(composite, slos)).toMatchObject([
      { name: 'adding', objective: 0.9, window: { seconds: 3_600 }, alerts: [] },
      { name: 'listing', objective: 0.9, window: { seconds: 3_600 }, alerts: [] },
    ]);
  });

  it('is the weighted mean of their SLIs, whatever their traffic', () => {
    const whole = evaluate([1_000, 1_000], [6, 10]);
    expect(whole.sli).toBeCloseTo(0.75 * 1 + 0.25 * 0.6, 12);
    expect(whole.members).toMatchObject([
      { slo: 'adding', share: 0.75, sli: 1, consumed: 0 },
      { slo: 'listing', share: 0.25, sli: 0.6 },
    ]);
    expect(whole.consumed).toBeCloseTo(1, 12);
    expect(whole.remaining).toBeCloseTo(0, 12);
    expect(whole.verdict).toBe('not-yet-provable');
    expect(whole.warnings).toEqual([]);
  });

  it('has bounds between those of its members', () => {
    const { interval } = evaluate([1_000, 1_000], [1_000, 1_000]);
    expect(interval?.low).toBeCloseTo(0.99617, 5);
    expect(interval?.high).toBe(1);
  });

  it('can be met and missed', () => {
    expect(evaluate([1_000, 1_000], [1_000, 1_000]).verdict).toBe('met');
    expect(evaluate([500, 1_000], [500, 1_000]).verdict).toBe('missed');
  });

  it('over a month that is over is met with exactly the budget spent, and missed with more', () => {
    const month = { ...composite, window: parseWindow('1M'), objective: 0.9 };
    const monthOf = (bad: number, now: string) => {
      const evaluations = memberSlos(month, slos).map((slo) => {
        const evaluator = sloEvaluator(slo, { nowMs: Date.parse(now), excluded: [] });
        const startMs = Date.parse('2026-11-24T00:00:00Z');
        evaluator.add({ startMs, counts: { good: 1_000 - bad, total: 1_000 } });
        return evaluator.result();
      });
      return evaluateComposite(month, evaluations);
    };
    const over = '2026-12-01T00:00:00Z';
    expect(monthOf(100, over)).toMatchObject({ verdict: 'met', remaining: 0, consumed: 1, isFinal: true });
    expect(monthOf(101, over)).toMatchObject({ verdict: 'missed', isFinal: true });
    expect(monthOf(100, '2026-11-25T00:00:00Z')).toMatchObject({
      verdict: 'not-yet-provable',
      isFinal: false,
    });
  });

  it('does not make up what a member without data would have said', () => {
    expect(evaluate([1_000, 1_000], [0, 0])).toMatchObject({
      sli: null,
      consumed: 0,
      remaining: 1,
      interval: null,
      verdict: 'no-data',
      warnings: ['No data of "listing": the composite has no result.'],
    });
  });

  it('refuses members that are no objectives, and evaluations that are not theirs', () => {
    expect(() => memberSlos(composite, [])).toThrow(UsageError);
    expect(() => evaluateComposite(composite, [])).toThrow(UsageError);
    expect(() => evaluateComposite(composite, [evaluated(sampleSlo(), [])])).toThrow(UsageError);
  });
});

describe('the configuration', () => {
  it('becomes objectives of the engine', () => {
    const configured = sloConfiguration({
      step: 'insert',
      vantage: 'eu',
      window: '1W',
      timeZone: 'Asia/Tokyo',
    });
    expect(sloOf('shop', configured)).toMatchObject({
      name: 'probe-availability',
      service: 'shop',
      source: { journey: 'probe', step: 'insert', vantage: 'eu', sli: 'availability' },
      window: { kind: 'calendar', unit: 'week', count: 1, timeZone: 'Asia/Tokyo' },
      alerts: configured.alerts,
    });
  });

  it('becomes composites of the engine', () => {
    const { name, objective, members } = composite;
    const configured = { name, objective, members, window: '1h', timeZone: 'UTC' };
    expect(compositeOf('shop', configured)).toEqual(composite);
  });
});
