import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { wasAimedAt } from '@garbageday/core/chaos/was-aimed-at.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, lever, targetRecord } from '../../fakes/experiment.ts';
import { filledLedger, states } from '../../fakes/minutes.ts';

const hourMs = 3_600_000;
const goneMs = 100 * hourMs;
const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };
const aborted: ExperimentState = { kind: 'aborted', reason: lever, impact: null };
const injected: ExperimentState = { kind: 'injected', injectedAtMs: goneMs };

async function aimed(drawnAtMs: number, of: readonly ExperimentState[], mode: 'armed' | 'dry-run' = 'armed') {
  const drawn: ExperimentState = { kind: 'drawn', plan: experimentPlan({ id: 'a', mode }) };
  const ledger = await filledLedger([], states('a', drawnAtMs, [drawn, ...of]));
  return wasAimedAt(ledger, { instanceId: targetRecord.instanceId, atMs: goneMs });
}

describe('an instance that is gone was aimed at', () => {
  it.each([
    ['when a fault was injected into it', goneMs, [claimed, injected], true],
    ['when it was chosen, and nobody knows what came of it', goneMs, [claimed], true],
    ['when it was chosen, and the answer was lost', goneMs, [claimed, aborted], true],
    ['when the experiment was drawn a day before', goneMs - 24 * hourMs, [claimed, injected], true],
    ['not when it was drawn long before', goneMs - 49 * hourMs, [claimed, injected], false],
    ['not when it was drawn after', goneMs + 1, [claimed, injected], false],
    ['not when the experiment has chosen nobody', goneMs, [], false],
  ])('%s', async (_, drawnAtMs, of, expected) => expect(await aimed(drawnAtMs, of)).toBe(expected));

  it('not by a dry run', async () => expect(await aimed(goneMs, [claimed], 'dry-run')).toBe(false));

  it('not when the experiment chose another', async () => {
    const target = { ...targetRecord, instanceId: 'i-another' };
    expect(await aimed(goneMs, [{ kind: 'claimed', target }, injected])).toBe(false);
  });
});
