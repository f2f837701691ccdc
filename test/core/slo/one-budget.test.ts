/** Whoever asks at one instant is told one budget: the alert, the gate, the report of a period, that of a run. */

import { readBudget } from '@garbageday/core/chaos/read-budget.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import { evaluateNow } from '@garbageday/core/slo/evaluate-now.ts';
import { rememberedCounts } from '@garbageday/core/slo/window-counts.ts';
import { dayMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { configuration, measuredJourney, sloConfiguration } from '../../fakes/configuration.ts';
import { filledLedger, minute } from '../../fakes/minutes.ts';

/** Ten probes a minute. */
const perSecond = 1 / 6;
const bornMs = Date.parse('2026-11-01T00:00:00Z');

async function toldAt(ledger: Ledger, nowMs: number, window: string) {
  const slo = sloConfiguration({ window, objective: 0.99, alerts: [] });
  const judge = measuredJourney({ ratePerSecond: perSecond });
  const configured = configuration({ slos: [slo], journeys: [judge] });
  const { service, budget, probe } = configured;
  const counts = rememberedCounts({ ledger, service, maxLagMs: probe.maxLagMs });
  const plan = { group: 'web', fault: 'terminate' as const };
  const gate = await readBudget(counts, { slo, probe: judge, budget, plan, nowMs, experiments: [] });
  const alert = await evaluateNow(
    { clock: { now: () => nowMs }, ledger },
    { configuration: configured, slo, excluded: [], deadlineMs: nowMs + 1 },
  );
  const platform = { name: 'aws', lb: 'ALB', data: 'MongoDB' } as const;
  const frame = {
    configuration: configured,
    kind: 'window',
    platform,
    excluded: [],
    timeZone: 'UTC',
  } as const;
  const report = await readReport({ ledger }, { ...frame, fromMs: nowMs - dayMs, toMs: nowMs });
  return { gate, alert, report };
}

/** Minutes from `bornMs` on, so many bad ones where it says so. */
function ledgerOf(minutes: number, bad: Readonly<Record<number, number>>) {
  return filledLedger(
    Array.from({ length: minutes }, (_, index) => minute(bornMs / minuteMs + index, bad[index] ?? 0)),
  );
}

describe('one budget at one instant', () => {
  it.each([
    ['on the first day of a rolling window', 600, '30d', 7 / 4_320],
    ['of a day that is not over', 600, '1D', 7 / 144],
    ['of a window that is full', 600, '2h', 7 / 12],
    ['of a day that ends at this midnight', 1_440, '1D', 7 / 144],
  ])('%s', async (_, minutes, window, spent) => {
    const ledger = await ledgerOf(minutes, { [minutes - 60]: 5, [minutes - 30]: 2 });
    const { gate, alert, report } = await toldAt(ledger, bornMs + minutes * minuteMs, window);
    const [slo] = report.slos;
    expect(slo?.remaining).toBeCloseTo(1 - spent, 9);
    expect([gate.remaining, alert?.remaining, report.policy.remaining]).toEqual(
      Array(3).fill(slo?.remaining),
    );
    expect(alert?.verdict).toBe(slo?.verdict);
    expect(report.timeline.probe.at(-1)?.budgetRemaining).toBe(slo?.remaining);
    // Everything that failed is in the period: what was spent, by whom, adds up to what was consumed.
    expect(report.attribution.spent.total).toBe(slo?.consumed);
  });

  it('closes the day that ends at midnight, exactly spent and met', async () => {
    const bad = Object.fromEntries(Array.from({ length: 144 }, (_, index) => [index * 10, 1]));
    const exactly = await toldAt(await ledgerOf(1_440, bad), bornMs + dayMs, '1D');
    expect(exactly.report.slos[0]).toMatchObject({ verdict: 'met', remaining: 0, isFinal: true });
    expect(exactly.report.verdict).toBe('kept');
    const more = await toldAt(await ledgerOf(1_440, { ...bad, 5: 1 }), bornMs + dayMs, '1D');
    expect(more.report.slos[0]).toMatchObject({ verdict: 'missed' });
    expect(more.report.verdict).toBe('broken');
  });

  it('is never green for a day without a slice, though the rest of the window is full', async () => {
    const ledger = await ledgerOf(1_440, {});
    const { report } = await toldAt(ledger, bornMs + 2 * dayMs, '2d');
    expect(report.slos[0]?.verdict).not.toBe('missed');
    expect(report.verdict).toBe('inconclusive');
    expect(report.coverage).toMatchObject([{ journey: 'probe', ratio: 0, silentSinceMs: bornMs + dayMs }]);
    expect(report.advice.join()).toContain('The prober of probe is silent: check that it runs');
    const before = await toldAt(ledger, bornMs + dayMs, '1d');
    expect(before.report.verdict).toBe('kept');
  });

  it('is not green with less than the coverage that a verdict needs', async () => {
    const slices = Array.from({ length: 1_440 }, (_, index) => index).filter((index) => index % 8 !== 0);
    const ledger = await filledLedger(slices.map((index) => minute(bornMs / minuteMs + index, 0)));
    const { report } = await toldAt(ledger, bornMs + dayMs, '1d');
    expect(report.coverage[0]).toMatchObject({ ratio: 0.875, minimum: 0.9, silentSinceMs: null });
    expect(report.verdict).toBe('inconclusive');
    expect(report.advice.join()).toContain('saw too little');
  });
});
