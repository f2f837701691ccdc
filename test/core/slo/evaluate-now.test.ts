import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import { type EvaluationQuestion, evaluateNow } from '@garbageday/core/slo/evaluate-now.ts';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../../fakes/configuration.ts';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';

const nowMs = Date.UTC(2026, 10, 24, 12);
function slo(changes: Partial<SloConfiguration> = {}) {
  return sloConfiguration({ objective: 0.9, alerts: [], ...changes });
}

type Scene = Partial<EvaluationQuestion> & { bad?: number; seconds?: number; journey?: string };

/** A second in which the probe itself was late and all failed, and then `seconds` of which the last has failures. */
async function ask({ bad = 1, seconds = 10, journey = 'probe', ...question }: Scene = {}) {
  const ledger = memoryLedger();
  const late = { lagMs: 1_000 };
  await ledger.putSlice(sliceAt(nowMs - 60_000, Array(10).fill({ ...badAnswer, ...late }), { journey }));
  for (let second = 1; second <= seconds; second += 1) {
    const outcomes = second === 1 ? Array(bad).fill(badAnswer) : [];
    await ledger.putSlice(sliceAt(nowMs - second * 1_000, outcomes, { journey }));
  }
  const asked = { configuration: configuration(), slo: slo(), excluded: [], deadlineMs: nowMs + 1 };
  return evaluateNow({ clock: { now: () => nowMs }, ledger }, { ...asked, ...question });
}

describe('an objective right now', () => {
  it('is what was seen, without void slices of the probe', async () => {
    expect(await ask()).toMatchObject({
      ...{ good: 99, total: 100, basis: 'window' },
      // 30 days at ten a second, from before the first slice a minute ago, beside the hundred seen since.
      events: 100 + (2_592_000 - 60) * 10,
      remaining: expect.closeTo(1 - 1 / 2_592_000, 9),
    });
  });

  it('counts every slice of the users', async () => {
    const users = slo({ journey: 'users' });
    expect(await ask({ slo: users, journey: 'users', bad: 0 })).toMatchObject({ good: 100, total: 110 });
  });

  it('leaves out the steps that no slice has, and what is excluded', async () => {
    expect(await ask({ slo: slo({ step: 'insert' }) })).toBeNull();
    const excluded = [{ fromMs: nowMs - 1_000, toMs: nowMs }];
    expect(await ask({ excluded })).toMatchObject({ good: 90, total: 90 });
  });

  it('is not known without data, nor when it takes too long', async () => {
    expect(await ask({ seconds: 0 })).toBeNull();
    expect(await ask({ deadlineMs: nowMs - 1 })).toBeNull();
  });
});
