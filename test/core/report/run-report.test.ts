import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { LedgerSlice } from '@garbageday/core/probe/slice.ts';
import { noLosses } from '@garbageday/core/report/read-losses.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import { type RunInput, runReport } from '@garbageday/core/report/run-report.ts';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../../fakes/configuration.ts';
import { experimentPlan, impact, lever, targetRecord } from '../../fakes/experiment.ts';
import { pagesOf } from '../../fakes/pages.ts';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';

function seconds(count: number, journey: string, journeys: number) {
  return Array.from({ length: count }, (_, second) => sliceAt(second * 1_000, [], { journey, journeys }));
}

function kill(id: string, fromMs: number, toMs: number, group = 'web'): ExperimentOutcome {
  return {
    kind: 'completed',
    plan: experimentPlan({ id, group }),
    target: targetRecord,
    injectedAtMs: fromMs,
    impact: impact({ fromMs, toMs }),
    judgement: { verdict: 'pass', reasons: ['fine'] },
  };
}

type ReportInput = RunInput & {
  readonly slices: { readonly users: readonly LedgerSlice[]; readonly probe: readonly LedgerSlice[] };
};

function buildReport({ slices, ...run }: ReportInput) {
  return runReport(run, pagesOf(slices.users, slices.probe));
}

function input(changes: Partial<ReportInput> = {}): ReportInput {
  return {
    configuration: configuration(),
    platform: { name: 'local', lb: 'embedded', data: 'mongolite' },
    seed: 'x',
    fromMs: 0,
    toMs: 60_000,
    readyMs: 2_000,
    experiments: [kill('a', 20_000, 30_000)],
    users: { sent: 12_000, failed: 0, retried: 0, acknowledged: 4_000, stored: 4_000, longestWaitMs: 5 },
    slices: { users: seconds(60, 'users', 200), probe: seconds(60, 'probe', 10) },
    sliceSeconds: 1,
    baselineMs: 15_000,
    losses: noLosses,
    ...changes,
  };
}

function withProbe(...changed: ReportInput['slices']['probe']) {
  return {
    users: seconds(60, 'users', 200),
    probe: seconds(60, 'probe', 10).map(
      (slice) => changed.find(({ startMs }) => startMs === slice.startMs) ?? slice,
    ),
  };
}

describe('the report of a run', () => {
  it('says that the promise was kept when it was', async () => {
    const report = await buildReport(input());
    expect(report.verdict).toBe('kept');
    expect(report).toMatchObject({
      service: 'wordcount',
      seed: 'x',
      fromMs: 0,
      toMs: 60_000,
      readyMs: 2_000,
    });
    expect(report.slos.map(({ name, good, total, verdict }) => [name, good, total, verdict])).toEqual([
      ['users-availability', 12_000, 12_000, 'met'],
      ['probe-availability', 600, 600, 'not-yet-provable'],
      ['probe-latency', 600, 600, 'met'],
    ]);
  });

  it('proves each group apart', async () => {
    const report = await buildReport(
      input({ experiments: [kill('a', 0, 1), kill('b', 2, 3), kill('c', 4, 5, 'data')] }),
    );
    expect(report.proofs).toEqual([
      { group: 'web', clean: 2, kills: 2, failureUpperBound: expect.closeTo(0.7764, 4) },
      { group: 'data', clean: 1, kills: 1, failureUpperBound: expect.closeTo(0.95, 4) },
      { group: 'lb', clean: 0, kills: 0, failureUpperBound: null },
    ]);
  });

  it('attributes what failed in an impact window to chaos, and nothing else', async () => {
    const slices = withProbe(sliceAt(5_000, [badAnswer]), sliceAt(21_000, [badAnswer, badAnswer]));
    expect((await buildReport(input({ slices }))).attribution).toMatchObject({
      bad: 3,
      byExperiment: [{ experimentId: 'a', bad: 2, spent: 2 / 25_920 }],
      chaos: 2,
      unattributed: 1,
    });
  });

  it('tells what unplanned losses cost from what nobody can explain, and counts them by group', async () => {
    const slices = withProbe(
      sliceAt(5_000, [badAnswer]),
      sliceAt(21_000, [badAnswer, badAnswer]),
      sliceAt(50_000, [badAnswer]),
    );
    const loss = { group: 'data', fromMs: 5_000, toMs: 25_000 };
    const report = await buildReport(input({ slices, losses: { lost: [loss], felt: [loss] } }));
    expect(report.attribution).toMatchObject({ bad: 4, chaos: 2, unplanned: 1, unexplained: 1 });
    expect(report.unplannedLosses).toEqual([loss]);
    expect(report.resilience.map(({ group, unplannedLosses }) => [group, unplannedLosses])).toEqual([
      ['web', 0],
      ['data', 1],
      ['lb', 0],
    ]);
  });

  it('does not take one experiment for the baseline of the next', async () => {
    const slices = withProbe(sliceAt(21_000, Array(10).fill(badAnswer)), sliceAt(31_000, [badAnswer]));
    const experiments = [kill('a', 20_000, 30_000), kill('b', 30_000, 40_000)];
    expect((await buildReport(input({ slices, experiments }))).attribution).toMatchObject({
      chaos: 11,
      unattributed: 0,
    });
  });

  it('attributes to an aborted experiment what it did, and nothing to one that did nothing', async () => {
    const slices = withProbe(sliceAt(21_000, [badAnswer]));
    const plan = experimentPlan();
    const experiments: ExperimentOutcome[] = [
      {
        kind: 'aborted',
        plan,
        target: null,
        atMs: 1,
        injectedAtMs: 1,
        reason: lever,
        impact: impact({ fromMs: 20_000, toMs: 22_000 }),
      },
      {
        kind: 'aborted',
        plan: experimentPlan({ id: 'b' }),
        target: null,
        atMs: 2,
        injectedAtMs: null,
        reason: lever,
        impact: null,
      },
      { kind: 'dry-run', plan: experimentPlan({ id: 'c' }), target: targetRecord, atMs: 3 },
    ];
    expect((await buildReport(input({ slices, experiments }))).attribution.byExperiment).toEqual([
      { experimentId: plan.id, bad: 1, spent: 1 / 25_920 },
    ]);
  });

  it('leaves out what the probe measured while it was late itself, but nothing of the users', async () => {
    const late = { ...sliceAt(21_000, Array(10).fill(badAnswer)), lagP99Ms: 51 };
    const slices = withProbe(late);
    const lateUsers = { ...sliceAt(0, [badAnswer], { journey: 'users' }), lagP99Ms: 51 };
    const report = await buildReport(input({ slices: { ...slices, users: [lateUsers] } }));
    expect(report.slos.map(({ good, total }) => [good, total])).toEqual([
      [9, 10],
      [590, 590],
      [590, 590],
    ]);
    expect(report.attribution.bad).toBe(0);
    expect(report.timeline.probe[21]).toMatchObject({ total: 0, p50: null, p99: null });
  });

  it('draws both journeys second by second, with the budget running down', async () => {
    const { timeline } = await buildReport(
      input({ slices: withProbe(sliceAt(21_000, [badAnswer, badAnswer])) }),
    );
    expect([timeline.users.length, timeline.probe.length]).toEqual([60, 60]);
    expect(timeline.probe[20]?.budgetRemaining).toBe(1);
    expect(timeline.probe[21]).toMatchObject({ atMs: 21_000, total: 10, bad: 2 });
    expect(timeline.probe[59]?.budgetRemaining).toBeCloseTo(1 - 2 / 25_920, 12);
    expect(timeline.users[59]).toMatchObject({ total: 200, bad: 0, budgetRemaining: 1 });
  });

  it('draws a journey without an objective with an untouched budget', async () => {
    const report = await buildReport(input({ configuration: configuration({ slos: [sloConfiguration()] }) }));
    expect(report.timeline.users.every(({ budgetRemaining }) => budgetRemaining === 1)).toBe(true);
  });

  it('needs an objective for the probe', async () => {
    const slos = [sloConfiguration({ journey: 'users' })];
    await expect(buildReport(input({ configuration: configuration({ slos }) }))).rejects.toThrow(UsageError);
  });

  it('counts what the report of a period counts, as both are one fold', async () => {
    const slices = withProbe(sliceAt(5_000, [badAnswer]), sliceAt(21_000, [badAnswer, { latencyMs: 900 }]));
    const run = input({ slices, experiments: [] });
    const ledger: Parameters<typeof readReport>[0]['ledger'] = {
      slices: ({ journey }) => pagesOf(journey === 'users' ? slices.users : slices.probe),
      transitions: () => pagesOf(),
      losses: async () => null,
    };
    const { configuration, platform, fromMs, toMs } = run;
    const about = { configuration, platform, fromMs, toMs, excluded: [], timeZone: 'UTC' };
    const period = await readReport({ ledger }, { ...about, kind: 'window' });
    const { attribution, otherAttributions, timeline, latency, coverage, composites } =
      await buildReport(run);
    expect(period).toMatchObject({ attribution, otherAttributions, timeline, latency, coverage, composites });
  });

  it('pays with the budget of the window that it ends in, where a calendar window begins during the run', async () => {
    const fromMs = Date.parse('2026-11-30T23:59:30Z');
    const at = (second: number) => sliceAt(fromMs + second * 1_000, [badAnswer]);
    const slos = [sloConfiguration({ window: '1M' })];
    const slices = { users: [], probe: [at(10), at(40)] };
    const over = { fromMs, toMs: fromMs + 60_000, experiments: [] };
    const { slos: judged, timeline } = await buildReport(
      input({ ...over, slices, configuration: configuration({ slos }) }),
    );
    expect(judged.map(({ good, total, period }) => [good, total, period])).toEqual([
      [9, 10, { good: 18, total: 20 }],
    ]);
    const [atEnd, early] = [timeline.probe.at(-1), timeline.probe[20]].map((point) => point?.budgetRemaining);
    expect([atEnd, early]).toEqual([judged[0]?.remaining, 1]);
  });

  it('was watched until its last slice ended, though that was a little before its end', async () => {
    const seen = (count: number) => ({
      users: seconds(count, 'users', 200),
      probe: seconds(count, 'probe', 10),
    });
    const ratios = async (count: number) =>
      (await buildReport(input({ slices: seen(count) }))).coverage.map(({ ratio }) => ratio);
    expect([await ratios(55), await ratios(25)]).toEqual([
      [1, 1],
      [0.5, 0.5],
    ]);
  });
});
