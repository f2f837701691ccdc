import { cutShort } from '@garbageday/cli/game-day/take-stock.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { isUnderWay, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import { expect, it } from 'vitest';
import { experimentPlan, lever, targetRecord } from '../fakes/experiment.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';

const plan = experimentPlan({ id: 'e1' });
const interval = { fromMs: 1_000, toMs: 2_000 };

async function ledgerWith(atMs: number, states: readonly ExperimentState[]) {
  const ledger = memoryLedger();
  for (const [seq, state] of states.entries()) {
    await ledger.recordTransition({ experimentId: plan.id, seq, atMs, state });
  }
  return ledger;
}

const reason = { kind: 'operator', text: 'stopped by SIGINT before its end' } as const;

const begun: readonly ExperimentState[] = [
  { kind: 'drawn', plan },
  { kind: 'claimed', target: targetRecord },
  { kind: 'injected', injectedAtMs: 1_500 },
];

it('an experiment under way ends now, and is told of', async () => {
  const ledger = await ledgerWith(1_500, begun);
  const outcomes = await cutShort(ledger, { interval, text: reason.text, recordedFault: async () => null });
  expect(outcomes).toEqual([
    { kind: 'aborted', plan, target: targetRecord, atMs: 2_000, injectedAtMs: 1_500, reason, impact: null },
  ]);
  const [record] = await readExperiments(ledger, interval);
  expect(record !== undefined && isUnderWay(record)).toBe(false);
});

it.each([
  ['one that began before', 900, begun],
  ['one that has no target yet', 1_500, begun.slice(0, 1)],
  ['one that has ended', 1_500, [...begun, { kind: 'aborted', reason: lever, impact: null } as const]],
])('%s is left alone', async (_sentence, atMs, states) => {
  const ledger = await ledgerWith(atMs, states);
  expect(await cutShort(ledger, { interval, text: reason.text, recordedFault: async () => null })).toEqual(
    [],
  );
});
