import { readBudget } from '@garbageday/core/chaos/read-budget.ts';
import type { ExperimentRecord } from '@garbageday/core/chaos/transitions.ts';
import type { PolicyRule } from '@garbageday/core/slo/error-budget.ts';
import { rememberedCounts } from '@garbageday/core/slo/window-counts.ts';
import { hourMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../../fakes/configuration.ts';
import { experimentPlan, impact, lever } from '../../fakes/experiment.ts';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';

const nowMs = 100 * hourMs;

/** An hour at ten a second is 36,000 events, and 360 failures are the budget of 99%. */
const slo = sloConfiguration({ window: '1h', objective: 0.99 });

function spent(budgetSpent: number, lastAtMs: number, group = 'web'): ExperimentRecord {
  const plan = experimentPlan({ group });
  const state = { kind: 'aborted' as const, reason: lever, impact: impact({ budgetSpent }) };
  return { plan, state, lastAtMs, target: null, injectedAtMs: null };
}

async function ask(
  slices: ReturnType<typeof sliceAt>[] = [],
  experiments: readonly ExperimentRecord[] = [],
  of = slo,
  policy: readonly PolicyRule[] = [],
) {
  const ledger = memoryLedger();
  for (const slice of slices) await ledger.putSlice(slice);
  const { probe, budget, service } = configuration();
  const counts = rememberedCounts({ ledger, service, maxLagMs: probe.maxLagMs });
  return readBudget(counts, {
    slo: of,
    probe: { ratePerSecond: 10 },
    budget: { ...budget, policy },
    plan: { group: 'web', fault: 'terminate' as const },
    nowMs,
    experiments,
  });
}

const nineBad = Array(9).fill(badAnswer);

describe('readBudget', () => {
  it('is whole, and guesses the cost of the next kill, where nothing is known', async () => {
    expect(await ask()).toEqual({
      remaining: 1,
      expectedSpend: 0.01,
      reserve: 0.2,
      chaosSpent: 0,
      chaosShare: 0.5,
    });
  });

  it('counts what failed within the window, and nothing before it', async () => {
    const before = sliceAt(nowMs - hourMs - 1_000, nineBad);
    const within = [sliceAt(nowMs - hourMs, nineBad), sliceAt(nowMs - 1_000, Array(1).fill(badAnswer))];
    // Measured since before the window: what is missing in between is not credited, and 10 of 20 are 50 budgets.
    expect((await ask([before, ...within])).remaining).toBe(-49);
  });

  it('credits a young installation with the time before anybody measured', async () => {
    // 20 seen, and ten a second for the rest of the hour.
    const slices = [sliceAt(nowMs - 2_000, nineBad), sliceAt(nowMs - 1_000, nineBad)];
    expect((await ask(slices)).remaining).toBe(1 - 18 / 360);
  });

  it('counts a stack that lives no longer than its run from its beginning', async () => {
    const ledger = memoryLedger();
    for (const startMs of [0, nowMs - 2_000]) await ledger.putSlice(sliceAt(startMs, nineBad));
    const counts = rememberedCounts({ ledger, service: 'wordcount', maxLagMs: 50, bornMs: nowMs - 2_000 });
    expect(await counts(slo, { fromMs: 0, toMs: nowMs })).toEqual({
      counts: { good: 1, total: 10 },
      measuredSinceMs: nowMs - 2_000,
    });
  });

  it('expresses what was spent under another objective as a share of the budget of today', async () => {
    const excess = { availability: 36, latency: 72 };
    const past = [spent(0.9, nowMs)].map((record) => ({
      ...record,
      state: { kind: 'aborted' as const, reason: lever, impact: impact({ budgetSpent: 0.9, excess }) },
    }));
    expect(await ask([], past)).toMatchObject({ chaosSpent: 0.1, expectedSpend: 0.1 });
    expect(await ask([], past, { ...slo, sli: 'latency' })).toMatchObject({ chaosSpent: 0.2 });
    expect(await ask([], past, { ...slo, objective: 0.999 })).toMatchObject({ chaosSpent: 1 });
  });

  it('does not count what a late prober says', async () => {
    expect((await ask([{ ...sliceAt(nowMs - 1_000, nineBad), lagP99Ms: 51 }])).remaining).toBe(1);
  });

  it('does not count what is excluded', async () => {
    const ledger = memoryLedger();
    for (const startMs of [nowMs - 2_000, nowMs - 1_000]) await ledger.putSlice(sliceAt(startMs, nineBad));
    const isExcluded = (atMs: number) => atMs === nowMs - 1_000;
    const counts = rememberedCounts({ ledger, service: 'wordcount', maxLagMs: 50, isExcluded });
    expect(await counts(slo, { fromMs: nowMs - hourMs, toMs: nowMs })).toEqual({
      counts: { good: 1, total: 10 },
      measuredSinceMs: nowMs - 2_000,
    });
  });

  it('counts a calendar window from its midnight', async () => {
    // It is four in the morning of the fifth day of 1970.
    const slices = [sliceAt(95 * hourMs, nineBad), sliceAt(97 * hourMs, nineBad)];
    const { remaining } = await ask(slices, [], { ...slo, window: '1D' });
    // What is still to come of the day counts: 20 hours at ten a second, beside the ten seen.
    expect(remaining).toBeCloseTo(1 - 9 / 7_200.1, 12);
  });

  it('keeps what the policy keeps from such a kill', async () => {
    const policy = [
      { below: 0.7, refuse: ['power-cut'] },
      { below: 0.6, refuse: ['web'] },
    ];
    expect((await ask([], [], slo, policy)).reserve).toBe(0.6);
  });

  it('adds up what chaos spent within the window, on every group', async () => {
    const past = [spent(0.1, nowMs - hourMs), spent(0.2, nowMs, 'data'), spent(0.4, nowMs - hourMs - 1)];
    expect((await ask([], past)).chaosSpent).toBeCloseTo(0.3, 12);
  });

  it('expects of a group what it cost before, also long ago, and not what others cost', async () => {
    const past = [spent(0.1, nowMs), spent(0.4, 0), spent(0.9, nowMs, 'data')];
    expect((await ask([], past)).expectedSpend).toBe(0.4);
  });
});
