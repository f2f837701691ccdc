/** The live view's budget is the report's. */
import { budgetTally } from '@garbageday/cli/game-day/budget-tally.ts';
import { noLosses } from '@garbageday/core/report/read-losses.ts';
import { runReport } from '@garbageday/core/report/run-report.ts';
import { defaultBurnRules } from '@garbageday/core/slo/burn-alerts.ts';
import { ledgerAlerts } from '@garbageday/core/slo/ledger-alerts.ts';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';
import { pagesOf } from '../fakes/pages.ts';
import { badAnswer, sliceAt } from '../fakes/slices.ts';

const bornMs = Date.parse('2026-11-26T12:00:00Z');

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
    const tally = budgetTally(configured);
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
    const [ledger, clock, tally] = [memoryLedger(), fakeClock(bornMs), budgetTally(configured)];
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
    const always = budgetTally(configured);
    for (let index = 0; index < 4_000; index += 1) {
      always.add(second(index));
      const read = always.read(bornMs + (index + 1) * 1_000, bornMs);
      if (index % 500 !== 499) continue;
      const late = budgetTally(configured);
      for (let seen = Math.max(0, index - 200); seen <= index; seen += 1) late.add(second(seen));
      expect(read).toEqual(late.read(bornMs + (index + 1) * 1_000, bornMs));
      expect(read[0]?.burn?.rate).toBeGreaterThan(0);
    }
  });

  it('show no burn where nothing pages', () => {
    const slos = [
      sloConfiguration({ alerts: defaultBurnRules.filter((rule) => rule.severity === 'ticket') }),
    ];
    expect(budgetTally(configuration({ slos })).read(bornMs, bornMs)[0]?.burn).toBeNull();
  });

  it('are whole before anyone measures', () => {
    const budgets = budgetTally(configuration()).read(bornMs, null);
    expect(budgets.map(({ remaining }) => remaining)).toEqual([1, 1, 1]);
  });
});
