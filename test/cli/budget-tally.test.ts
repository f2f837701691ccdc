/** The live view's budget is the report's. */
import { budgetTally } from '@garbageday/cli/game-day/budget-tally.ts';
import { noLosses } from '@garbageday/core/report/read-losses.ts';
import { runReport } from '@garbageday/core/report/run-report.ts';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';
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
      report.slos.map(({ name, objective, remaining }) => ({ name, objective, remaining })),
    );
    expect(report.slos[0]?.remaining).toBeLessThan(1);
    expect(report.timeline.probe.at(-1)?.budgetRemaining).toBeLessThanOrEqual(1);
  });

  it('are whole before anybody measures', () => {
    const budgets = budgetTally(configuration()).read(bornMs, null);
    expect(budgets.map(({ remaining }) => remaining)).toEqual([1, 1, 1]);
  });
});
