import { abandonedEnd, endExperiments, unmeasured } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { FaultHandle } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, lever, targetRecord } from '../../fakes/experiment.ts';
import { filledLedger, states } from '../../fakes/minutes.ts';

const atMs = 5_000;
const always = { fromMs: 0, toMs: 10_000 };
const drawn: ExperimentState = { kind: 'drawn', plan: experimentPlan({ id: 'e', plannedAtMs: 7_000 }) };
const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };
const injected: ExperimentState = { kind: 'injected', injectedAtMs: atMs };
const recovering: ExperimentState = { kind: 'recovering', detectedAtMs: null };
const aborted: ExperimentState = { kind: 'aborted', reason: lever, impact: null };
const handle: FaultHandle = {
  ...{ experimentId: 'e', instanceId: targetRecord.instanceId, fault: 'terminate', injectedAtMs: 5_500 },
};

async function ended(of: readonly ExperimentState[], fault: FaultHandle | null = null) {
  const ledger = await filledLedger([], states('e', atMs, of));
  const ending = {
    ...{ interval: always, isToEnd: () => true, endOf: abandonedEnd },
    recordedFault: async () => fault,
    impactOf: unmeasured,
  };
  const outcomes = await endExperiments(ledger, ending);
  const [record] = await readExperiments(ledger, always);
  return { outcomes, record, again: await endExperiments(ledger, ending) };
}

describe('an experiment that was left behind', () => {
  it.each([
    ['claimed', [drawn, claimed], null],
    ['recovering', [drawn, claimed, injected, recovering], atMs],
  ] as const)('ends when it was last heard of, and says that it was %s', async (state, of, injectedAtMs) => {
    const { outcomes, record, again } = await ended(of);
    const text = `no end was recorded: the process that ran it ended first; its last state was ${state}`;
    const [outcome] = outcomes;
    expect(outcome).toMatchObject({ kind: 'aborted', atMs, injectedAtMs, impact: null });
    expect(record?.state).toEqual({ kind: 'aborted', reason: { kind: 'abandoned', text }, impact: null });
    expect(again).toEqual([]);
  });

  it('before it began ends when it was to begin', async () => {
    const { outcomes } = await ended([drawn]);
    expect(outcomes).toMatchObject([
      { kind: 'aborted', atMs: 7_000, injectedAtMs: null, target: null, reason: { kind: 'abandoned' } },
    ]);
  });

  it('after its fault and before its record of it counts as a kill', async () => {
    const { outcomes, record } = await ended([drawn, claimed], handle);
    expect(outcomes).toMatchObject([{ kind: 'aborted', injectedAtMs: 5_500, target: targetRecord }]);
    expect(record).toMatchObject({ injectedAtMs: 5_500, lastAtMs: 5_500 });
  });

  it('is not asked for a fault that is recorded already, or that cannot have been', async () => {
    expect((await ended([drawn], handle)).record?.injectedAtMs).toBeNull();
    expect((await ended([drawn, claimed, injected], handle)).record?.injectedAtMs).toBe(atMs);
  });

  it('has the impact that somebody can still measure', async () => {
    const ledger = await filledLedger([], states('e', atMs, [drawn, claimed, injected]));
    const outcomes = await endExperiments(ledger, {
      ...{ interval: always, isToEnd: async () => true, endOf: abandonedEnd },
      recordedFault: async () => null,
      impactOf: async () => impact(),
    });
    expect(outcomes).toMatchObject([{ impact: impact() }]);
  });

  it.each([
    ['has ended', [drawn, claimed, aborted]],
    ['was a rehearsal', [{ ...drawn, plan: experimentPlan({ id: 'e', mode: 'dry-run' }) }, claimed]],
  ] as const)('does not mean one that %s', async (_, of) => {
    expect((await ended(of)).outcomes).toEqual([]);
  });

  it('is left alone by whoever does not mean it', async () => {
    const ledger = await filledLedger([], states('e', atMs, [drawn]));
    const outcomes = await endExperiments(ledger, {
      ...{ interval: always, isToEnd: () => false, endOf: abandonedEnd },
      recordedFault: async () => null,
      impactOf: unmeasured,
    });
    expect(outcomes).toEqual([]);
  });
});
