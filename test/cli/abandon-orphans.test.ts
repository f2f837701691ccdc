import { abandonOrphans } from '@garbageday/cli/game-day/abandon-orphans.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { isUnderWay, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import { dayMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { narrateOrphan } from '@garbageday/render/narrate/experiment.ts';
import { headline } from '@garbageday/render/summary/headline.ts';
import { describe, expect, it } from 'vitest';
import { configuration } from '../fakes/configuration.ts';
import { experimentPlan, lever, targetRecord } from '../fakes/experiment.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
async function ledgerWith(states: readonly ExperimentState[], beganMs = nowMs - minuteMs) {
  const ledger = memoryLedger();
  for (const [seq, state] of states.entries()) {
    await ledger.recordTransition({ experimentId: 'e1', seq, atMs: beganMs + seq, state });
  }
  return ledger;
}

const drawn: ExperimentState = { kind: 'drawn', plan: experimentPlan({ id: 'e1', plannedAtMs: 0 }) };
const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };
function injected(atMs: number): ExperimentState {
  return { kind: 'injected', injectedAtMs: atMs };
}
const stopped: ExperimentState = { kind: 'aborted', reason: lever, impact: null };
async function noFault() {
  return null;
}

const all = { fromMs: 0, toMs: nowMs + 10 };

describe('experiments that died with their supervisor', () => {
  it.each([
    ['a minute', minuteMs],
    ['a week', 7 * dayMs],
    ['a year', 365 * dayMs],
  ])('are ended though it was %s ago, when it happened, so that they refuse nobody', async (_, agoMs) => {
    const beganMs = nowMs - agoMs;
    const ledger = await ledgerWith([drawn, claimed, injected(beganMs + 2)], beganMs);
    const orphans = await abandonOrphans(ledger, noFault);
    const [record] = await readExperiments(ledger, all);
    expect(record).toMatchObject({
      ...{ lastAtMs: beganMs + 2, injectedAtMs: beganMs + 2 },
      state: { kind: 'aborted', reason: { kind: 'abandoned' }, impact: null },
    });
    expect(record !== undefined && isUnderWay(record)).toBe(false);
    expect(orphans).toHaveLength(1);
  });

  it('are counted in the headline of the report of their day', async () => {
    const beganMs = nowMs - 7 * dayMs;
    const ledger = await ledgerWith([drawn, claimed, injected(beganMs + 2)], beganMs);
    const period = { fromMs: beganMs - minuteMs, toMs: beganMs + minuteMs };
    const platform = { name: 'local', lb: 'embedded', data: 'mongolite' } as const;
    const request = { configuration: configuration(), kind: 'window', ...period, platform } as const;
    const read = () => readReport({ ledger }, { ...request, excluded: [], timeZone: 'UTC' });
    expect(headline(await read())).toContain(': 1 kill (1 not measured) in');
    await abandonOrphans(ledger, noFault);
    expect(headline(await read())).toContain(': 1 kill (1 not measured) in');
  });

  it('are said at the next start', async () => {
    const ledger = await ledgerWith([drawn, claimed, injected(nowMs)], nowMs);
    const [orphan] = await abandonOrphans(ledger, noFault);
    expect(orphan && narrateOrphan(orphan)).toMatchObject({
      tone: 'bad',
      text: expect.stringMatching(
        /^e1 of 2026-11-23 12:00.* had no end: its fault was injected, its impact not measured;/,
      ),
    });
  });

  it('count as kills where the fault was recorded and the transition was not', async () => {
    const ledger = await ledgerWith([drawn, claimed]);
    const fault = { experimentId: 'e1', instanceId: targetRecord.instanceId, fault: 'terminate' } as const;
    await abandonOrphans(ledger, async () => ({ ...fault, injectedAtMs: nowMs - 1 }));
    expect(await readExperiments(ledger, all)).toMatchObject([{ injectedAtMs: nowMs - 1 }]);
  });

  it('are ended also when they had not claimed a target', async () => {
    const ledger = await ledgerWith([drawn]);
    const orphans = await abandonOrphans(ledger, noFault);
    expect(orphans).toMatchObject([{ kind: 'aborted', injectedAtMs: null }]);
    expect(orphans[0] && narrateOrphan(orphans[0]).text).toContain('nothing was injected');
  });

  it('are not those that had ended', async () => {
    const ledger = await ledgerWith([drawn, claimed, injected(nowMs), stopped]);
    expect(await abandonOrphans(ledger, noFault)).toEqual([]);
  });

  it('are ended once', async () => {
    const ledger = await ledgerWith([drawn, claimed]);
    await abandonOrphans(ledger, noFault);
    expect(await abandonOrphans(ledger, noFault)).toEqual([]);
  });
});
