import { type DrawOnceRequest, drawOnce } from '@garbageday/core/chaos/draw-once.ts';
import { type FaultName, faultNames } from '@garbageday/core/chaos/fault.ts';
import { readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configuration, threeGroups } from '../../fakes/configuration.ts';
import { experimentPlan } from '../../fakes/experiment.ts';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { chaosSchedule } from '../../fakes/schedule.ts';

const opensMs = Date.UTC(2026, 10, 23, 8);
const drawnMs = opensMs - 30 * 60_000;
const everyDay = { timeZone: 'Europe/Berlin', meanDaysBetween: 1, minDaysBetween: 1 };
const everyFault = new Set(faultNames);
function eager(changes: Partial<Configuration> = {}) {
  return configuration({ schedule: chaosSchedule(everyDay), ...changes });
}

function draw(ledger: Ledger, configured = eager(), changes: Partial<DrawOnceRequest> = {}) {
  return drawOnce(ledger, {
    ...{ configuration: configured, salt: 'dev', supportedFaults: everyFault },
    ...{ fromMs: opensMs, nowMs: drawnMs, ...changes },
  });
}

function recorded(ledger: Ledger) {
  return readExperiments(ledger, { fromMs: drawnMs - 1, toMs: Number.MAX_SAFE_INTEGER });
}

/** A kill that happened, as an experiment would have recorded it. */
async function recordKill(ledger: Ledger, group: string, atMs: number): Promise<void> {
  const plan = experimentPlan({ id: `by-hand-${group}`, group, claimKey: `by-hand-${group}` });
  await ledger.recordTransition({ experimentId: plan.id, seq: 0, atMs, state: { kind: 'drawn', plan } });
  const state = { kind: 'injected', injectedAtMs: atMs } as const;
  await ledger.recordTransition({ experimentId: plan.id, seq: 1, atMs, state });
}

describe('the draw of a day', () => {
  it('schedules no more than the daily cap, and records what the cap refused', async () => {
    const ledger = memoryLedger();
    const { date, plans } = await draw(ledger);
    expect(date).toBe('2026-11-23');
    expect(plans).toHaveLength(1);
    const states = (await recorded(ledger)).map(({ plan, state }) => [plan.group, state.kind]);
    expect(states.filter(([, kind]) => kind === 'refused')).toHaveLength(2);
    expect(states.find(([, kind]) => kind === 'drawn')).toEqual([plans[0]?.group, 'drawn']);
  });

  it('writes a plan that says everything an experiment needs', async () => {
    const [web] = threeGroups;
    const { plans } = await draw(memoryLedger(), eager({ groups: web === undefined ? [] : [web] }));
    expect(plans).toEqual([
      {
        id: 'web-2026-11-23',
        group: 'web',
        fault: 'terminate',
        role: 'any',
        plannedAtMs: expect.any(Number),
        seed: 'wordcount / web / 2026-11-23 / dev',
        claimKey: 'web/2026-11-23',
        hypothesis: web?.hypothesis,
        mode: 'armed',
      },
    ]);
    const minutes = ((plans[0]?.plannedAtMs ?? 0) - opensMs) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(0);
    expect(minutes).toBeLessThan(360);
  });

  it('records a disabled group as refused, and schedules the next', async () => {
    const ledger = memoryLedger();
    const groups = threeGroups.map((group) => ({ ...group, isEnabled: group.name === 'data' }));
    const { plans } = await draw(ledger, eager({ groups }));
    expect(plans.map(({ group }) => group)).toEqual(['data']);
    const refusals = (await recorded(ledger)).flatMap(({ state }) =>
      state.kind === 'refused' ? [state.refusal.reason] : [],
    );
    expect(refusals).toEqual(['disabled', 'disabled']);
  });

  it('records a group whose fault the platform does not support as refused, and schedules the next', async () => {
    const ledger = memoryLedger();
    const groups = threeGroups.map((group) =>
      group.name === 'data' ? group : { ...group, fault: 'hang' as const },
    );
    const changes = { supportedFaults: new Set<FaultName>(['terminate', 'power-cut']) };
    const { plans } = await draw(ledger, eager({ groups }), changes);
    expect(plans.map(({ group }) => group)).toEqual(['data']);
    const refusals = (await recorded(ledger)).flatMap(({ state }) =>
      state.kind === 'refused' ? [state.refusal] : [],
    );
    const detail = 'The platform cannot inject the fault hang; it supports: terminate, power-cut.';
    const refusal = { reason: 'unsupported-fault', detail, numbers: {} };
    expect(refusals).toEqual([refusal, refusal]);
  });

  it('draws nothing before now, when it comes late', async () => {
    const lateMs = opensMs + 5 * 3_600_000;
    const { plans } = await draw(memoryLedger(), eager(), { fromMs: lateMs, nowMs: lateMs });
    expect(plans[0]?.plannedAtMs).toBeGreaterThanOrEqual(lateMs);
  });

  it('claims a day on which everybody is spared, too', async () => {
    const ledger = memoryLedger();
    const holidays = eager({ schedule: chaosSchedule({ ...everyDay, holidays: ['11-23'] }) });
    expect((await draw(ledger, holidays)).plans).toEqual([]);
    expect((await draw(ledger)).plans).toEqual([]);
  });
});

describe('a draw that is delivered again', () => {
  it('schedules the same, though the history and the configuration have changed', async () => {
    const ledger = memoryLedger();
    const first = await draw(ledger);
    await recordKill(ledger, first.plans[0]?.group ?? '', drawnMs + 1);
    const again = await draw(ledger, eager({ mode: 'dry-run' }), { salt: 'other', nowMs: drawnMs + 60_000 });
    expect(again.plans).toEqual(first.plans);
  });

  it('never refuses what the first one scheduled, and says of its own that they came too late', async () => {
    const ledger = memoryLedger();
    const groups = threeGroups.map((group) => ({ ...group, isEnabled: group.name === 'data' }));
    const first = await draw(ledger, eager({ groups }));
    await recordKill(ledger, 'data', drawnMs + 1);
    const again = await draw(ledger, eager({ schedule: chaosSchedule({ ...everyDay, maxPerDay: 2 }) }), {
      nowMs: drawnMs + 60_000,
    });
    expect(again.plans).toEqual(first.plans);
    const scheduled = (await recorded(ledger)).find(({ plan }) => plan.id === first.plans[0]?.id);
    expect(scheduled?.state.kind).toBe('drawn');
  });

  it('schedules one day once, in whatever order and however often, at the same moment', async () => {
    const delivery = fc.record({
      salt: fc.constantFrom('a', 'b', 'c'),
      nowMs: fc.integer({ min: drawnMs, max: drawnMs + 1_000_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { minLength: 2, maxLength: 8 }), async (deliveries) => {
        const ledger = memoryLedger();
        const drawn = await Promise.all(deliveries.map((each) => draw(ledger, eager(), each)));
        const [first, ...others] = drawn.map(({ plans }) => plans.map(({ id }) => id));
        for (const other of others) expect(other).toEqual(first);
        expect(first?.length).toBe(1);
      }),
      { numRuns: 50 },
    );
  });
});
