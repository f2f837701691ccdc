import type { SloConfiguration } from '@garbageday/core/config/configuration.ts';
import { type BudgetQuestion, budgetNow } from '@garbageday/core/slo/budget-now.ts';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../../fakes/configuration.ts';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';

const nowMs = Date.UTC(2026, 10, 24, 12);
const slo = (changes: Partial<SloConfiguration> = {}) => sloConfiguration({ objective: 0.9, ...changes });

async function ask(
  changes: Partial<BudgetQuestion> & { bad?: number; seconds?: number; journey?: string } = {},
) {
  const { bad = 1, seconds = 10, journey = 'probe', ...question } = changes;
  const ledger = memoryLedger();
  const late = { lagMs: 1_000 };
  await ledger.putSlice(sliceAt(nowMs - 60_000, Array(10).fill({ ...badAnswer, ...late }), { journey }));
  for (let second = 1; second <= seconds; second += 1) {
    const outcomes = second === 1 ? Array(bad).fill(badAnswer) : [];
    await ledger.putSlice(sliceAt(nowMs - second * 1_000, outcomes, { journey }));
  }
  const clock = { now: () => nowMs };
  return budgetNow(
    { clock, ledger },
    { configuration: configuration(), slo: slo(), burn: null, deadlineMs: nowMs + 1, ...question },
  );
}

describe('what is left of a budget right now', () => {
  it('is the share of what was seen, without void slices of the probe', async () => {
    expect((await ask())?.remaining).toBeCloseTo(0.9);
  });

  it('counts every slice of the users', async () => {
    const users = slo({ journey: 'users' });
    expect((await ask({ slo: users, journey: 'users', bad: 0 }))?.remaining).toBeCloseTo(1 - 10 / 11);
  });

  it('says when it will be gone at the burn of now', async () => {
    const days = ((await ask({ burn: 2 }))?.exhaustedInSeconds ?? 0) / 86_400;
    expect(days).toBeCloseTo(13.5);
    expect((await ask())?.exhaustedInSeconds).toBeNull();
    expect((await ask({ bad: 10 }))?.exhaustedInSeconds).toBe(0);
  });

  it('is not known without data, nor when it takes too long', async () => {
    expect(await ask({ seconds: 0 })).toBeNull();
    expect(await ask({ deadlineMs: nowMs - 1 })).toBeNull();
  });
});
