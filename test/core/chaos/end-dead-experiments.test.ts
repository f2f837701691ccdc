import { endDeadExperiments } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { runDelivered } from '@garbageday/core/chaos/run-delivered.ts';
import { readHistory } from '@garbageday/core/report/read-history.ts';
import { hourMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { configuration } from '../../fakes/configuration.ts';
import { experimentPlan, experimentSettings, targetRecord } from '../../fakes/experiment.ts';
import { journalSteps } from '../../fakes/journal-steps.ts';
import { recordOther } from '../../fakes/play-experiment.ts';
import { simulatedWorld, worldStartMs } from '../../fakes/simulated-world.ts';

function paceOf() {
  return {
    ...{ schedule: null, sliceSeconds: 1, baselineMs: 15_000, settleMs: 3_000 },
    ...{ pollMs: 100, recoverTimeoutMs: 20_000 },
  };
}
const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };
const injected: ExperimentState = { kind: 'injected', injectedAtMs: worldStartMs + 20_000 };

/** An experiment dies twenty seconds after the world began; somebody looks so much later. */
async function found(of: readonly ExperimentState[], laterMs: number, group = 'web') {
  const world = simulatedWorld({
    probeAt: (atMs) => (atMs >= worldStartMs + 25_000 ? {} : { error: 'reset' }),
  });
  await world.clock.sleep(20_000);
  await recordOther(world, of, { group, plannedAtMs: worldStartMs + hourMs });
  await world.clock.sleep(laterMs);
  const stage = { ...world, configuration: configuration(), paceOf, recordedFault: async () => null };
  return { world, outcomes: await endDeadExperiments(stage) };
}

describe('an experiment whose execution is gone', () => {
  it('gets an end, and what its users felt is measured', async () => {
    const { outcomes } = await found([claimed, injected], 4 * hourMs);
    expect(outcomes).toMatchObject([
      {
        ...{ kind: 'aborted', injectedAtMs: worldStartMs + 20_000, atMs: worldStartMs + 20_000 },
        impact: {
          fromMs: worldStartMs + 20_000,
          toMs: worldStartMs + 53_000,
          probes: { sent: 330, bad: 50 },
        },
      },
    ]);
  });

  it.each([
    ['of a group that is not configured any more', [claimed, injected], 'cache'],
    ['that hit nobody', [claimed], 'web'],
  ] as const)('%s has no impact', async (_, of, group) => {
    const { outcomes } = await found(of, 4 * hourMs, group);
    expect(outcomes).toMatchObject([{ kind: 'aborted', impact: null }]);
  });

  it('is not one that may still end', async () => {
    expect((await found([claimed, injected], 2 * hourMs)).outcomes).toEqual([]);
  });

  it('that never began is dated when it was to, and does not begin after its end', async () => {
    const { outcomes, world } = await found([], 5 * hourMs);
    // Also of one whose function was denied the ledger.
    const text =
      'it was drawn but never began: nothing started it at its planned time, or what did could not record it';
    expect(outcomes).toMatchObject([
      { kind: 'aborted', atMs: worldStartMs + hourMs, target: null, reason: { kind: 'abandoned', text } },
    ]);
    const { steps } = journalSteps(world.clock, new Map());
    const plan = experimentPlan({ id: 'other', claimKey: 'other' });
    const late = { plan, settings: experimentSettings(), executionId: 'arn:late' };
    const delivered = await runDelivered({ ...world, steps }, late);
    expect(delivered).toEqual({ kind: 'delivered-before', by: 'abandoned' });
    expect(world.injections).toEqual([]);
  });

  it('that is to begin later is still to come', async () => {
    const { outcomes, world } = await found([], hourMs / 2);
    expect(outcomes).toEqual([]);
    expect(await readHistory(world.ledger, world.clock.now())).toEqual([]);
  });
});
