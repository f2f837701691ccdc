import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { wasHit } from '@garbageday/core/chaos/was-hit.ts';
import { hourMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, lever, targetRecord } from '../../fakes/experiment.ts';
import { filledLedger, states } from '../../fakes/minutes.ts';

const goneMs = 100 * hourMs;
const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };
const aborted: ExperimentState = { kind: 'aborted', reason: lever, impact: null };
const injected: ExperimentState = { kind: 'injected', injectedAtMs: goneMs };

async function hit(drawnAtMs: number, of: readonly ExperimentState[]) {
  const drawn: ExperimentState = { kind: 'drawn', plan: experimentPlan({ id: 'a' }) };
  const ledger = await filledLedger([], states('a', drawnAtMs, [drawn, ...of]));
  return wasHit(ledger, { instanceId: targetRecord.instanceId, atMs: goneMs });
}

function injectedAt(injectedAtMs: number): ExperimentState {
  return { kind: 'injected', injectedAtMs };
}

describe('an instance that is gone was hit', () => {
  it.each([
    ['when a fault was injected into it', goneMs, [claimed, injected], true],
    ['when a fault was injected into it, whatever came of it', goneMs, [claimed, injected, aborted], true],
    ['when the experiment was drawn a day before', goneMs - 24 * hourMs, [claimed, injected], true],
    ['when the fault came an hour before', goneMs, [claimed, injectedAt(goneMs - hourMs)], true],
    ['when clocks differ a little', goneMs, [claimed, injectedAt(goneMs + 60_000)], true],
    ['not when it had died before the fault', goneMs, [claimed, injectedAt(goneMs + 60_001)], false],
    ['not when it survived for long', goneMs, [claimed, injectedAt(goneMs - hourMs - 1)], false],
    ['not when it was chosen, and nobody knows what came of it', goneMs, [claimed], false],
    ['not when it was chosen and spared', goneMs, [claimed, aborted], false],
    ['not when it was drawn long before', goneMs - 49 * hourMs, [claimed, injected], false],
    ['not when the experiment has chosen nobody', goneMs, [], false],
  ])('%s', async (_, drawnAtMs, of, expected) => expect(await hit(drawnAtMs, of)).toBe(expected));

  it('not when the experiment hit another', async () => {
    const target = { ...targetRecord, instanceId: 'i-another' };
    expect(await hit(goneMs, [{ kind: 'claimed', target }, injected])).toBe(false);
  });
});
