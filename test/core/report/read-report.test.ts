/** The report of a period, from a ledger. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { filledLedger, minute } from '../../fakes/minutes.ts';
import { hour, probeMinutes, report, request, slo, tenAMinute } from './four-hours.ts';

describe('the report of a period', () => {
  it('counts the objective over its own window, and the period apart', async () => {
    const { slos, kind, seed, readyMs, verdict } = await report(
      filledLedger(probeMinutes({ 130: 5, 200: 2 })),
      {
        fromMs: 3 * hour * minuteMs,
      },
    );
    expect({ kind, seed, readyMs, verdict }).toEqual({
      kind: 'window',
      seed: null,
      readyMs: null,
      verdict: 'inconclusive',
    });
    expect(slos[0]).toMatchObject({
      ...{ good: 1_193, total: 1_200, ratio: 1_193 / 1_200, verdict: 'met', budgeting: 'occurrences' },
      ...{ windowStartMs: 120 * minuteMs, windowEndMs: 240 * minuteMs },
      period: { good: 598, total: 600 },
      consumed: 7 / 120,
    });
    expect(slos[1]).toMatchObject({ total: 0, ratio: null, verdict: 'no-data', exhaustedInSeconds: null });
  });

  it('says which composites could not be evaluated', async () => {
    const notEvaluated = [{ name: 'shop', needs: ['users: latency'] }];
    expect((await report(filledLedger(probeMinutes()), { notEvaluated })).notEvaluated).toEqual(notEvaluated);
  });

  it('says how the budget burns, what fires, and when it will be gone', async () => {
    const burning = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [230 + index, 9]));
    const [probe] = (await report(filledLedger(probeMinutes(burning)))).slos;
    expect(probe?.burn).toEqual([
      { seconds: 300, rate: expect.closeTo(9, 9) },
      { seconds: 600, rate: expect.closeTo(9, 9) },
      { seconds: 3_600, rate: expect.closeTo(1.5, 9) },
    ]);
    expect(probe?.alerts).toEqual([
      { severity: 'page', longSeconds: 600, shortSeconds: 300, factor: expect.closeTo(1.2, 9), firing: true },
      {
        severity: 'ticket',
        longSeconds: 3_600,
        shortSeconds: 600,
        factor: expect.closeTo(0.4, 9),
        firing: true,
      },
    ]);
    // 90 of 120 are spent; at nine times the pace the last quarter lasts 1/36 of two hours.
    expect(probe?.exhaustedInSeconds).toBeCloseTo(200, 6);
  });

  it('forecasts from the longest window with data when the page rule has none', async () => {
    const early = probeMinutes({ 190: 9 }).filter(({ startMs }) => startMs < 225 * minuteMs);
    const [probe] = (await report(filledLedger(early))).slos;
    expect(probe?.burn.map(({ rate }) => rate)).toEqual([null, null, expect.closeTo(0.2, 9)]);
    expect(probe?.exhaustedInSeconds).toBeCloseTo(((1 - 9 / 105) / 0.2) * 7_200, 3);
  });

  it('knows no forecast without alert rules, and a spent budget as spent', async () => {
    const all = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [120 + index, 2]));
    const slos = [slo({ alerts: [] }), slo({ name: 'probe-2' })];
    const { slos: told, verdict } = await report(filledLedger(probeMinutes(all)), {
      configuration: { ...tenAMinute, slos },
    });
    expect(told.map(({ exhaustedInSeconds }) => exhaustedInSeconds)).toEqual([0, 0]);
    expect(verdict).toBe('broken');
    const calm = await report(filledLedger(probeMinutes()), { configuration: { ...tenAMinute, slos } });
    expect(calm.slos.map(({ exhaustedInSeconds }) => exhaustedInSeconds)).toEqual([null, null]);
    expect(calm.verdict).toBe('kept');
  });

  it('leaves out what the probe measured while it was late itself, and nothing of the users', async () => {
    const late = { lagP99Ms: 51 };
    const slices = [minute(200, 3, late), minute(201, 1), minute(200, 2, { journey: 'users', ...late })];
    const { slos, users, attribution } = await report(filledLedger(slices));
    expect(slos.map(({ total }) => total)).toEqual([10, 10]);
    expect(users).toEqual({
      sent: 10,
      failed: 2,
      retried: 0,
      acknowledged: null,
      stored: null,
      longestWaitMs: 5,
    });
    expect(attribution.bad).toBe(1);
  });

  it('draws the period, its budget running down to what is left', async () => {
    const { timeline, slos, latency } = await report(filledLedger(probeMinutes({ 130: 5, 200: 2 })), {
      fromMs: 3 * hour * minuteMs,
    });
    expect(timeline.probe[0]).toMatchObject({ atMs: 180 * minuteMs, budgetRemaining: 1 - 5 / 120 });
    expect(timeline.probe.at(-1)?.budgetRemaining).toBe(slos[0]?.remaining);
    expect(timeline.probe.reduce((sum, { total }) => sum + total, 0)).toBe(600);
    expect(latency.probe?.p99).toBeCloseTo(5, 0);
    expect(latency.users).toBeNull();
  });

  it('draws a journey without an objective with an untouched budget', async () => {
    const { timeline } = await report(filledLedger([minute(200, 3, { journey: 'users' })]), {
      configuration: { ...tenAMinute, slos: [slo()] },
    });
    expect(timeline.users.every(({ budgetRemaining }) => budgetRemaining === 1)).toBe(true);
  });

  it('counts one step for an objective on that step, and nothing where it never was', async () => {
    const step = { step: 'insert', counts: { good: 1, total: 2 }, histogram: { buckets: [] } };
    const slices = [minute(200, 0, { steps: [step] }), minute(201)];
    const slos = [slo(), slo({ name: 'insert', step: 'insert' })];
    const told = await report(filledLedger(slices), { configuration: { ...tenAMinute, slos } });
    expect(told.slos.map(({ good, total }) => [good, total])).toEqual([
      [20, 20],
      [1, 2],
    ]);
  });

  it('compares with the period before', async () => {
    const { changes } = await report(filledLedger(probeMinutes({ 10: 10, 200: 5 })));
    expect(changes).toEqual([
      { slo: 'probe-availability', before: 1_190 / 1_200, after: 1_195 / 1_200 },
      { slo: 'users-latency', before: null, after: null },
    ]);
  });

  it('makes one objective of several, over both journeys and a window of its own', async () => {
    const [first, second] = tenAMinute.slos.map(({ name }) => name);
    const members = [
      { slo: first ?? '', weight: 3 },
      { slo: second ?? '', weight: 1 },
    ];
    const composites = [{ name: 'all', objective: 0.9, window: '1d', timeZone: 'UTC', members }];
    const slices = [
      ...probeMinutes({ 10: 10 }),
      minute(10, 5, { journey: 'users' }),
      minute(11, 0, { journey: 'users' }),
    ];
    const told = await report(filledLedger(slices), { configuration: { ...tenAMinute, composites } });
    expect(told.composites).toMatchObject([
      {
        name: 'all',
        window: { text: '1d', startMs: (4 - 24) * hour * minuteMs, endMs: 4 * hour * minuteMs },
        members: [
          { slo: first, share: 0.75, sli: 2_390 / 2_400 },
          { slo: second, share: 0.25, sli: 0.75 },
        ],
        sli: expect.closeTo(0.75 * (2_390 / 2_400) + 0.25 * 0.75, 12),
        verdict: 'not-yet-provable',
      },
    ]);
  });

  it('drops excluded time, and shows the counts with it', async () => {
    const maintenance = { fromMs: 199 * minuteMs, toMs: 205 * minuteMs };
    const { slos, excluded, attribution } = await report(filledLedger(probeMinutes({ 200: 10, 210: 1 })), {
      excluded: [maintenance, { fromMs: 0, toMs: minuteMs }],
    });
    expect(slos[0]).toMatchObject({ good: 1_139, total: 1_140, period: { good: 1_139, total: 1_140 } });
    expect(attribution.bad).toBe(1);
    expect(excluded).toEqual({
      intervals: [maintenance],
      seconds: 360,
      slos: [{ slo: 'probe-availability', good: 1_189, total: 1_200, ratio: 1_189 / 1_200 }],
    });
  });

  it('excludes nothing where nothing that was measured is excluded', async () => {
    const { excluded } = await report(filledLedger(probeMinutes()), {
      excluded: [{ fromMs: 0, toMs: minuteMs }],
    });
    expect(excluded).toBeNull();
  });

  it.each([
    ['a period of no time', { fromMs: 5, toMs: 5 }],
    ['a probe without an objective', { configuration: { ...tenAMinute, slos: [slo({ journey: 'users' })] } }],
  ])('refuses %s', async (_, changes) => {
    await expect(report(filledLedger([]), changes)).rejects.toThrow(UsageError);
  });

  it('reads in pages, and each slice of a journey once', async () => {
    const ledger = await filledLedger(probeMinutes());
    const asked: string[] = [];
    const spy: Ledger = {
      ...ledger,
      slices: (query) => {
        asked.push(`${query.journey} ${query.fromMs} ${query.toMs} ${query.pageSize}`);
        return ledger.slices(query);
      },
    };
    await readReport({ ledger: spy }, request());
    // The first slice ever is looked for by itself.
    const everMs = 240 * minuteMs - 400 * 86_400_000;
    expect(asked).toEqual([
      `users ${everMs} ${240 * minuteMs} 1`,
      `probe ${everMs} ${240 * minuteMs} 1`,
      `users 0 ${240 * minuteMs} 500`,
      `probe 0 ${240 * minuteMs} 500`,
    ]);
  });
});
