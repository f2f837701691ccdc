import { abandonOrphans } from '@garbageday/cli/game-day/abandon-orphans.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { isUnderWay, readExperiments } from '@garbageday/core/chaos/fold-experiment.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, lever, targetRecord } from '../fakes/experiment.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';

const nowMs = Date.parse('2026-11-23T12:00:00Z');

async function ledgerWith(states: readonly ExperimentState[], beganMs = nowMs - 60_000) {
  const ledger = memoryLedger();
  for (const [seq, state] of states.entries()) {
    await ledger.recordTransition({ experimentId: 'e1', seq, atMs: beganMs + seq, state });
  }
  return ledger;
}

const drawn: ExperimentState = { kind: 'drawn', plan: experimentPlan({ id: 'e1' }) };
const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };
const injected: ExperimentState = { kind: 'injected', injectedAtMs: nowMs - 59_000 };
const stopped: ExperimentState = { kind: 'aborted', reason: lever, impact: null };

const all = { fromMs: 0, toMs: nowMs + 10 };

describe('experiments that died with their supervisor', () => {
  it('are recorded as aborted, so that they refuse nobody any more', async () => {
    const ledger = await ledgerWith([drawn, claimed, injected]);
    await abandonOrphans(ledger, nowMs);
    const [record] = await readExperiments(ledger, all);
    expect(record?.state).toEqual({
      kind: 'aborted',
      reason: { kind: 'abandoned', text: 'the garbageday that ran it ended before it did' },
      impact: null,
    });
    expect(record !== undefined && isUnderWay(record)).toBe(false);
  });

  it.each([
    ['that had ended', [drawn, claimed, injected, stopped]],
    ['that had not claimed a target', [drawn]],
  ] as const)('leaves alone one %s', async (_, states) => {
    const ledger = await ledgerWith(states);
    const before = await readExperiments(ledger, all);
    await abandonOrphans(ledger, nowMs);
    expect(await readExperiments(ledger, all)).toEqual(before);
  });

  it('changes nothing the second time', async () => {
    const ledger = await ledgerWith([drawn, claimed]);
    await abandonOrphans(ledger, nowMs);
    const before = await readExperiments(ledger, all);
    await abandonOrphans(ledger, nowMs + 5);
    expect(await readExperiments(ledger, all)).toEqual(before);
  });
});
