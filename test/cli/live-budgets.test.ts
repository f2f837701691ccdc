/** The live view's budget is the report's. */
import { liveBudgets } from '@garbageday/cli/game-day/live-budgets.ts';
import { liveMeasurements } from '@garbageday/cli/game-day/live-metrics.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { noLosses } from '@garbageday/core/report/read-losses.ts';
import { runReport } from '@garbageday/core/report/run-report.ts';
import { defaultBurnRules } from '@garbageday/core/slo/burn-alerts.ts';
import { burnRate } from '@garbageday/core/slo/burn-rate.ts';
import { creditedCounts } from '@garbageday/core/slo/credited-counts.ts';
import { ledgerAlerts } from '@garbageday/core/slo/ledger-alerts.ts';
import { sloStatus } from '@garbageday/core/slo/slo-status.ts';
import { parseWindow, windowSeconds } from '@garbageday/core/slo/window.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';
import { pagesOf } from '../fakes/pages.ts';
import { badAnswer, sliceAt } from '../fakes/slices.ts';

const bornMs = Date.parse('2026-11-26T12:00:00Z');

/** What is measured, and the budgets in it at a moment. */
function budgetsOf(configured: Configuration) {
  const { slice, read } = liveMeasurements(configured);
  return {
    add: slice,
    measured: read,
    read: (nowMs: number, born: number | null) =>
      liveBudgets(configured, read(nowMs), { nowMs, bornMs: born }),
  };
}

describe('the budgets of the live view', () => {
  it.each(['30d', '1M', '1m'])('are those of the report of the same moment, over %s', async (window) => {
    const slos = [
      sloConfiguration({ window, objective: 0.99 }),
      sloConfiguration({ name: 'users', journey: 'users', sli: 'latency', window, objective: 0.9 }),
    ].map((slo) => ({ ...slo, alerts: [] }));
    const configured = configuration({ slos });
    const second = (index: number, journey: string) =>
      sliceAt(bornMs + index * 1_000, index === 50 || index === 10 ? [badAnswer] : [], { journey });
    const seconds = Array.from({ length: 60 }, (_, index) => index);
    const slices = {
      users: seconds.map((index) => second(index, 'users')),
      probe: seconds.map((index) => second(index, 'probe')),
    };
    const tally = budgetsOf(configured);
    for (const slice of [...slices.users, ...slices.probe]) tally.add(slice);
    const toMs = bornMs + 60_000;
    const run = {
      ...{ configuration: configured, fromMs: bornMs, toMs, losses: noLosses, experiments: [] },
      ...{ platform: { name: 'local' as const, lb: 'a', data: 'b' }, seed: 'x', readyMs: 0 },
      users: { sent: 600, failed: 2, retried: 0, acknowledged: 0, stored: 0, longestWaitMs: 1 },
      ...{ sliceSeconds: 1, baselineMs: 10_000 },
    };
    const report = await runReport(run, pagesOf(slices.users, slices.probe));
    expect(tally.read(toMs, bornMs)).toEqual(
      report.slos.map(({ name, objective, remaining }) => ({ name, objective, remaining, burn: null })),
    );
    expect(report.slos[0]?.remaining).toBeLessThan(1);
    expect(report.timeline.probe.at(-1)?.budgetRemaining).toBeLessThanOrEqual(1);
  });

  it('burn as the gate sees it, second by second', async () => {
    // An hour of this world is a minute.
    const alerts = defaultBurnRules.map((rule) => ({
      ...{ ...rule, longSeconds: rule.longSeconds / 60, shortSeconds: rule.shortSeconds / 60 },
    }));
    const configured = configuration({ slos: [sloConfiguration({ window: '12h', alerts })] });
    const [ledger, clock, tally] = [memoryLedger(), fakeClock(bornMs), budgetsOf(configured)];
    const rules = alerts.filter(({ severity }) => severity === 'page');
    const gate = ledgerAlerts({ clock, ledger, configuration: configured, rules });
    const seen: (readonly [boolean, number])[] = [];
    for (let second = 0; second < 150; second += 1) {
      const isBad = second >= 70 && second < 75;
      const slice = sliceAt(clock.now(), isBad ? Array(10).fill(badAnswer) : []);
      await ledger.putSlice(slice);
      tally.add(slice);
      await clock.sleep(1_000);
      const [{ burn } = {}] = tally.read(clock.now(), bornMs);
      const firing = await gate.firing();
      expect(burn?.isFiring).toBe(firing.length > 0);
      if (firing.length > 0) expect(firing.map((alert) => alert.burn)).toContain(burn?.rate);
      seen.push([burn?.isFiring === true, burn?.rate ?? -1]);
    }
    expect(seen[60]).toEqual([false, 0]);
    expect(seen[74]?.[0]).toBe(true);
    expect(seen[149]?.[0]).toBe(false);
  });

  it('are the same after hours as for one who has seen the windows alone', () => {
    const alerts = [{ severity: 'page', share: 0.5, longSeconds: 120, shortSeconds: 10 }] as const;
    const configured = configuration({ slos: [sloConfiguration({ window: '1m', objective: 0.5, alerts })] });
    const second = (index: number) =>
      sliceAt(bornMs + index * 1_000, index % 7 === 0 ? [badAnswer] : [], { journey: 'probe' });
    const always = budgetsOf(configured);
    for (let index = 0; index < 4_000; index += 1) {
      always.add(second(index));
      const read = always.read(bornMs + (index + 1) * 1_000, bornMs);
      if (index % 500 !== 499) continue;
      const late = budgetsOf(configured);
      for (let seen = Math.max(0, index - 200); seen <= index; seen += 1) late.add(second(seen));
      expect(read).toEqual(late.read(bornMs + (index + 1) * 1_000, bornMs));
      expect(read[0]?.burn?.rate).toBeGreaterThan(0);
    }
  });

  it('and their burn come from the counts that a monitor gets, at any moment', () => {
    const alerts = defaultBurnRules.map((rule) => ({
      ...{ ...rule, longSeconds: rule.longSeconds / 60, shortSeconds: rule.shortSeconds / 60 },
    }));
    const second = fc.record({ bad: fc.nat({ max: 10 }), gapSeconds: fc.integer({ min: 1, max: 40 }) });
    const check = (
      objective: number,
      window: string,
      seconds: readonly { bad: number; gapSeconds: number }[],
    ) => {
      const configured = configuration({ slos: [sloConfiguration({ window, objective, alerts })] });
      const { add, read, measured } = budgetsOf(configured);
      const all: { readonly startMs: number; readonly bad: number }[] = [];
      let nowMs = bornMs;
      for (const { bad, gapSeconds } of seconds) {
        add(sliceAt(nowMs, Array(bad).fill(badAnswer)));
        all.push({ startMs: nowMs, bad });
        nowMs += gapSeconds * 1_000;
        const [budget] = read(nowMs, bornMs);
        const [monitored] = measured(nowMs).slos;
        // Whole buckets: a sixtieth of the window, a quarter of an hour at most.
        const bucketMs = Math.min(900, windowSeconds(window) / 60) * 1_000;
        const beginsMs = Math.ceil((nowMs - windowSeconds(window) * 1_000) / bucketMs) * bucketMs;
        const seen = all.filter(({ startMs }) => startMs >= beginsMs);
        const inWindow = { good: 0, total: seen.length * 10 };
        for (const one of seen) inWindow.good += 10 - one.bad;
        expect(monitored?.inWindow).toEqual(inWindow);
        const over = monitored?.burn.find(({ seconds: each }) => each === budget?.burn?.seconds);
        const credited = creditedCounts(over?.counts ?? inWindow, budget?.burn?.seconds ?? 0, {
          ...{ budgeting: { kind: 'occurrences' }, ratePerSecond: 10 },
        });
        expect(budget?.burn?.rate).toBe(burnRate(credited, objective));
        // Once the window is full of events, what the page shows and what a monitor gets are one number.
        if (over?.counts.total === credited.total) expect(budget?.burn?.rate).toBe(over?.rate);
        const { remaining } = sloStatus({
          ...{ counts: inWindow, nowMs, isCovered: true },
          slo: { name: 'x', objective, window: parseWindow(window), budgeting: { kind: 'occurrences' } },
          expected: { basis: 'window', ratePerSecond: 10, measuredSinceMs: bornMs },
        });
        expect(budget?.remaining).toBe(remaining);
      }
    };
    fc.assert(
      fc.property(
        fc.constantFrom(0.5, 0.9, 0.999),
        fc.constantFrom('1m', '2m', '30d'),
        fc.array(second, { maxLength: 40 }),
        check,
      ),
    );
  });

  it('show no burn where nothing pages', () => {
    const slos = [
      sloConfiguration({ alerts: defaultBurnRules.filter((rule) => rule.severity === 'ticket') }),
    ];
    expect(budgetsOf(configuration({ slos })).read(bornMs, bornMs)[0]?.burn).toBeNull();
  });

  it('are whole before anyone measures', () => {
    const budgets = budgetsOf(configuration()).read(bornMs, null);
    expect(budgets.map(({ remaining }) => remaining)).toEqual([1, 1, 1]);
  });
});
