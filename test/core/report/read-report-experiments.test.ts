/** What the report of a period says of its experiments. */
import type { Loss } from '@garbageday/core/chaos/loss.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, lever, targetRecord } from '../../fakes/experiment.ts';
import { filledLedger, type KillAt, killTransitions, lossAt, minute, states } from '../../fakes/minutes.ts';
import { probeMinutes, report } from './four-hours.ts';

describe('the experiments of a period', () => {
  const killed = async (
    kills: readonly KillAt[],
    bad: Readonly<Record<number, number>>,
    losses: readonly Loss[] | null = null,
  ) => report(filledLedger(probeMinutes(bad), kills.flatMap(killTransitions), losses));

  it('are those that struck in it, in order of time; others prove without being told of', async () => {
    const told = await killed(
      [
        { id: 'late', from: 230, to: 232 },
        { id: 'before', group: 'data', from: 60, to: 62 },
        { id: 'in', from: 130, to: 132, judgement: { verdict: 'fail', reasons: [] } },
      ],
      {},
    );
    expect(told.experiments.map(({ plan }) => plan.id)).toEqual(['in', 'late']);
    expect(told.proofs[0]).toMatchObject({ group: 'web', clean: 1, kills: 2 });
    expect(
      told.resilience.map(({ group, daysSinceProof, points }) => [group, daysSinceProof, points.length]),
    ).toEqual([
      ['web', 0, 2],
      ['data', 0, 0],
      ['lb', null, 0],
    ]);
  });

  it('answer for what failed in their windows beyond their own baseline', async () => {
    // Ten a minute: the five minutes before the kill had a fifth bad, so 4 of the 20 events are explained.
    const bad = { 195: 2, 196: 2, 197: 2, 198: 2, 199: 2, 200: 9, 201: 3, 220: 4 };
    const { attribution } = await killed([{ id: 'a', from: 200, to: 202 }], bad);
    expect(attribution).toMatchObject({
      ...{ slo: 'probe-availability', bad: 26, chaos: 8, unattributed: 18, unplanned: null, unexplained: 18 },
      sli: 'availability',
      byExperiment: [{ experimentId: 'a', bad: 8, spent: 8 / 120 }],
      spent: { total: 26 / 120, chaos: 8 / 120, unplanned: null, unexplained: 18 / 120 },
    });
  });

  it('are held against chaos over the whole window of what pays for it, however short the period is', async () => {
    // The window is the last two hours; the period its last hour, or those two hours.
    const kills = [
      { id: 'a', from: 130, to: 132 },
      { id: 'b', from: 200, to: 202 },
    ];
    const ledger = filledLedger(probeMinutes({ 130: 6, 200: 3 }), kills.flatMap(killTransitions));
    const lastHour = await report(ledger, { fromMs: 180 * minuteMs });
    expect(lastHour.attribution.spent.chaos).toBe(3 / 120);
    expect(lastHour.policy.chaosSpent).toBe(9 / 120);
    const whole = await report(ledger);
    expect(whole.policy.chaosSpent).toBe(whole.attribution.spent.chaos);
  });

  it('do not take one for the baseline of the next, and one without a baseline answers for all', async () => {
    const kills = [
      { id: 'a', from: 200, to: 202 },
      { id: 'b', from: 202, to: 204, baseline: 0 },
    ];
    const { attribution } = await killed(kills, { 200: 9, 201: 9, 203: 5 });
    expect(attribution.byExperiment.map(({ bad }) => bad)).toEqual([18, 5]);
  });

  it('share what they overlap in', async () => {
    const kills = [
      { id: 'a', from: 200, to: 202 },
      { id: 'b', from: 201, to: 203 },
    ];
    const { attribution } = await killed(kills, { 201: 5 });
    expect(attribution.byExperiment.map(({ bad }) => bad)).toEqual([3, 2]);
  });

  it('answer for nothing in minutes of too few events', async () => {
    const empty = { ...minute(199), availability: { good: 0, total: 0 } };
    const slices = probeMinutes({ 200: 4 }).map((slice) => (slice.startMs === empty.startMs ? empty : slice));
    const { attribution } = await report(
      filledLedger(slices, killTransitions({ id: 'a', from: 200, to: 202 })),
    );
    expect(attribution.chaos).toBe(4);
  });

  it('leave to unplanned losses what lies in their windows alone', async () => {
    const { attribution, resilience, unplannedLosses } = await killed(
      [{ id: 'a', from: 200, to: 202 }],
      { 201: 2, 202: 3, 210: 1 },
      [lossAt('i-1', 201, 204)],
    );
    expect(attribution).toMatchObject({ bad: 6, chaos: 2, unplanned: 3, unexplained: 1 });
    expect(resilience[0]?.unplannedLosses).toBe(1);
    expect(resilience[1]?.unplannedLosses).toBe(0);
    expect(unplannedLosses).toHaveLength(1);
  });

  it('that are refused, aborted, rehearsed or under way are told as what they are', async () => {
    const at = 200 * minuteMs;
    const plan = (id: string, mode: 'armed' | 'dry-run' = 'armed') =>
      ({ kind: 'drawn', plan: experimentPlan({ id, mode }) }) as const;
    const window = { fromMs: at, toMs: at + 2 * minuteMs };
    const ledger = filledLedger(probeMinutes({ 200: 2 }), [
      ...states('refused', at, [
        plan('refused'),
        { kind: 'refused', refusal: { reason: 'cooldown', detail: '', numbers: {} } },
      ]),
      ...states('aborted', at, [
        plan('aborted'),
        { kind: 'claimed', target: targetRecord },
        { kind: 'aborted', reason: lever, impact: impact(window) },
      ]),
      ...states('withheld', at, [plan('withheld'), { kind: 'aborted', reason: lever, impact: null }]),
      ...states('rehearsed', at, [plan('rehearsed', 'dry-run'), { kind: 'claimed', target: targetRecord }]),
      ...states('under way', at, [plan('under way'), { kind: 'claimed', target: targetRecord }]),
      ...states('left behind', at, [
        plan('left behind'),
        { kind: 'claimed', target: targetRecord },
        { kind: 'injected', injectedAtMs: at + 1 },
        { kind: 'recovering', detectedAtMs: null },
      ]),
    ]);
    const { experiments, resilience, attribution, policy } = await report(ledger);
    expect(experiments.map(({ kind }) => kind).toSorted()).toEqual([
      'aborted',
      'aborted',
      'dry-run',
      'refused',
      'unfinished',
      'unfinished',
    ]);
    expect(experiments.filter(({ kind }) => kind === 'unfinished')).toMatchObject([
      { plan: { id: 'under way' }, state: 'claimed', injectedAtMs: null, atMs: at },
      { plan: { id: 'left behind' }, state: 'recovering', injectedAtMs: at + 1, atMs: at },
    ]);
    expect(resilience[0]).toMatchObject({ plannedLosses: 2, kills: 0 });
    expect(resilience[0]?.points).toMatchObject([{ experimentId: 'aborted', verdict: null, atMs: at }]);
    expect(attribution.byExperiment).toMatchObject([{ experimentId: 'aborted', bad: 2 }]);
    expect(policy.refusals).toEqual([{ reason: 'cooldown', count: 1 }]);
  });

  it('lose and invent nothing: chaos + unplanned + unexplained = total, in integers', async () => {
    const anyKills = fc.array(
      fc.record({
        from: fc.integer({ min: 100, max: 239 }),
        length: fc.integer({ min: 1, max: 30 }),
        baseline: fc.nat(20),
      }),
      { maxLength: 5 },
    );
    const anyLosses = fc.array(
      fc.record({ from: fc.integer({ min: 100, max: 239 }), length: fc.integer({ min: 1, max: 30 }) }),
      { maxLength: 3 },
    );
    const anyBad = fc.dictionary(fc.integer({ min: 100, max: 239 }).map(String), fc.nat(10), { maxKeys: 40 });
    await fc.assert(
      fc.asyncProperty(anyKills, anyLosses, anyBad, async (kills, losses, bad) => {
        const { attribution, slos } = await killed(
          kills.map(({ from, length, baseline }, index) => ({
            id: `k${index}`,
            from,
            to: from + length,
            baseline,
          })),
          bad,
          losses.map(({ from, length }, index) => lossAt(`i-${index}`, from, from + length)),
        );
        const { chaos, unplanned, unexplained, unattributed, byExperiment } = attribution;
        const lost = unplanned ?? 0;
        expect(chaos + lost + unexplained).toBe(attribution.bad);
        expect(lost + unexplained).toBe(unattributed);
        expect(byExperiment.reduce((sum, each) => sum + each.bad, 0)).toBe(chaos);
        expect(attribution.bad).toBe((slos[0]?.total ?? 0) - (slos[0]?.good ?? 0));
        expect([chaos, lost, unexplained].every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
