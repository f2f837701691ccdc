import { describe, expect, it } from 'vitest';
import { evaluate, minuteBefore, ndjson, specOf } from './slo-files.ts';
import { schemaErrors } from './slo-schema.ts';

const errorsOf = schemaErrors('slo-eval');

/** The last three hours: 600 events a minute, one bad in each minute of the last five, and 54 in the last of all. */
const hours = Array.from({ length: 180 }, (_, index) => {
  const minutes = 180 - index;
  const bad = minutes === 1 ? 54 : minutes <= 5 ? 1 : 0;
  return { minute: minuteBefore(minutes), good: 600 - bad, total: 600 };
});

async function documentOf(evaluation: Parameters<typeof evaluate>[0]) {
  const ran = await evaluate({ ...evaluation, options: ['--json', ...(evaluation.options ?? [])] });
  expect(ran.code).toBe(0);
  const document = JSON.parse(ran.stdout);
  expect(errorsOf(document)).toEqual([]);
  return document;
}

describe('slo eval --json', () => {
  it('prints one document with every number of the objective', async () => {
    const document = await documentOf({ spec: specOf(), slices: ndjson(hours) });
    // 58 bad of 108,000; of the last hour's 36,000; of the last five minutes' 3,000. Budget 0.001.
    expect(document).toEqual({
      schema: 'garbageday/slo-eval@1',
      now: '2026-12-01T00:00:00.000Z',
      objectives: [
        {
          name: 'answers',
          objective: 0.999,
          window: '30d',
          windowStart: '2026-11-01T00:00:00.000Z',
          windowEnd: '2026-12-01T00:00:00.000Z',
          good: 107_942,
          total: 108_000,
          sli: expect.closeTo(107_942 / 108_000, 15),
          ...{ basis: 'seen', events: 108_000 },
          consumed: expect.closeTo(58 / 108, 12),
          remaining: expect.closeTo(50 / 108, 12),
          burn: {
            '5m': expect.closeTo(58 / 3, 12),
            '30m': expect.closeTo(58 / 18, 12),
            '1h': expect.closeTo(58 / 36, 12),
            '2h': expect.closeTo(58 / 72, 12),
            '6h': expect.closeTo(58 / 108, 12),
            '1d': expect.closeTo(58 / 108, 12),
            '3d': expect.closeTo(58 / 108, 12),
          },
          alerts: [
            { severity: 'page', long: '1h', short: '5m', factor: 14.4, firing: false },
            { severity: 'page', long: '6h', short: '30m', factor: 6, firing: false },
            { severity: 'ticket', long: '1d', short: '2h', factor: 3, firing: false },
            { severity: 'ticket', long: '3d', short: '6h', factor: 1, firing: false },
          ],
          // remaining ÷ (burn of the last hour ÷ 30 days)
          exhaustedInSeconds: expect.closeTo(((50 / 108) * 2_592_000) / (58 / 36), 3),
          interval: [expect.closeTo(0.9993059, 6), expect.closeTo(0.9995845, 6)],
          verdict: 'met',
          isFinal: true,
        },
      ],
    });
  });

  it('says null where there is no data, and consumes nothing', async () => {
    const document = await documentOf({ spec: specOf(), slices: '' });
    expect(document.objectives[0]).toMatchObject({
      ...{
        good: 0,
        total: 0,
        sli: null,
        consumed: 0,
        remaining: 1,
        exhaustedInSeconds: null,
        interval: null,
      },
      verdict: 'no-data',
      burn: { '5m': null, '30m': null, '1h': null, '2h': null, '6h': null, '1d': null, '3d': null },
    });
  });

  it('takes zero traffic for no data', async () => {
    const slices = ndjson([{ minute: minuteBefore(1), good: 0, total: 0 }]);
    expect((await documentOf({ spec: specOf(), slices })).objectives[0]).toMatchObject({
      sli: null,
      verdict: 'no-data',
    });
  });

  it('gives the same for any order of the slices', async () => {
    const shuffled = hours.toSorted((a, b) => (a.minute.slice(-3) < b.minute.slice(-3) ? -1 : 1));
    expect(await documentOf({ spec: specOf(), slices: ndjson(shuffled) })).toEqual(
      await documentOf({ spec: specOf(), slices: ndjson(hours) }),
    );
  });

  it('counts a slice when it starts in the window, which is half-open', async () => {
    const edges = [30 * 1_440 + 1, 30 * 1_440, 1].map((minutes) => ({
      minute: minuteBefore(minutes),
      good: 1,
      total: 1,
    }));
    expect((await documentOf({ spec: specOf(), slices: ndjson(edges) })).objectives[0].total).toBe(2);
  });

  it('counts a month of the calendar by the wall clock of its zone', async () => {
    const window =
      '{ duration: 1M, calendar: { startTime: 2026-01-01 00:00:00, timeZone: America/New_York } }';
    const slices = ndjson(
      ['2026-11-01T03:59Z', '2026-11-01T04:00Z'].map((minute) => ({ minute, good: 1, total: 1 })),
    );
    const document = await documentOf({ spec: specOf({ window }), slices });
    // Daylight saving ends on 1 November: the month begins at UTC−4 and ends at UTC−5.
    expect(document.objectives[0]).toMatchObject({
      window: '1M',
      windowStart: '2026-11-01T04:00:00.000Z',
      windowEnd: '2026-12-01T05:00:00.000Z',
      total: 1,
    });
  });

  it('counts time slices where they are budgeted', async () => {
    const slices = ndjson([
      { minute: minuteBefore(3), good: 94, total: 100 },
      { minute: minuteBefore(2), good: 95, total: 100 },
      { minute: minuteBefore(1), good: 0, total: 0 },
    ]);
    const spec = specOf({
      method: 'Timeslices',
      timeSlices: 'timeSliceTarget: 0.95\n      timeSliceWindow: 1m',
    });
    expect((await documentOf({ spec, slices })).objectives[0]).toMatchObject({ good: 1, total: 2, sli: 0.5 });
  });

  it('lets --period move the factors of the default alerts, not the window', async () => {
    const document = await documentOf({ spec: specOf(), slices: ndjson(hours), options: ['--period', '7d'] });
    const [objective] = document.objectives;
    expect(objective.alerts.map(({ factor }: { factor: number }) => factor)).toEqual([
      3.36,
      1.4,
      0.7,
      60_480 / 259_200,
    ]);
    expect([objective.window, objective.total]).toEqual(['30d', 108_000]);
  });

  it('lets --alerts replace the alerts, by factor or by share, in JSON or YAML', async () => {
    const json = '[\n\t{"severity": "page", "factor": 1.6, "long": "1h", "short": "5m"}\n]';
    const yaml =
      '- { severity: ticket, share: 0.01, long: 2h, short: 30m }\n- { severity: page, factor: 2, long: 1h, short: 1h }\n';
    const of = async (name: string, text: string) => {
      const evaluation = {
        spec: specOf(),
        slices: ndjson(hours),
        files: { [name]: text },
        options: ['--alerts', name],
      };
      return (await documentOf(evaluation)).objectives[0];
    };
    expect(await of('alerts.json', json)).toMatchObject({
      alerts: [{ severity: 'page', long: '1h', short: '5m', factor: 1.6, firing: true }],
      burn: { '5m': expect.closeTo(58 / 3, 12), '1h': expect.closeTo(58 / 36, 12) },
    });
    expect((await of('alerts.yaml', yaml)).alerts).toEqual([
      { severity: 'ticket', long: '2h', short: '30m', factor: 3.6, firing: false },
      { severity: 'page', long: '1h', short: '1h', factor: 2, firing: false },
    ]);
    expect(await of('none.json', '[]')).toMatchObject({ alerts: [], burn: {} });
  });

  it('never fires at exactly the factor', async () => {
    const first = async (bad: number, total: number, options: readonly string[] = []) => {
      const slices = ndjson([{ minute: minuteBefore(1), good: total - bad, total }]);
      return (await documentOf({ spec: specOf(), slices, options })).objectives[0].alerts[0];
    };
    // 72 of 5,000 burn the budget of 0.001 at 14.4 exactly, and 672 of 50,000 at 13.44, the factor of 28 days.
    expect([(await first(72, 5_000)).firing, (await first(73, 5_000)).firing]).toEqual([false, true]);
    const days = ['--period', '28d'];
    expect(await first(672, 50_000, days)).toMatchObject({ factor: 13.44, firing: false });
    expect(await first(673, 50_000, days)).toMatchObject({ factor: 13.44, firing: true });
  });

  it('takes the slices of each journey for its own objective, and says what belongs to none', async () => {
    const spec = `${specOf({ name: 'a', journey: 'probe' })}---\n${specOf({ name: 'b', journey: 'users' })}`;
    const minute = minuteBefore(1);
    const slices = ndjson([
      { minute, good: 1, total: 1, journey: 'probe' },
      {
        minute,
        good: 2,
        total: 4,
        journey: 'users',
        histogram: {
          buckets: [
            [3, 2],
            [5, 2],
          ],
        },
      },
      { minute, good: 10, total: 10 },
      { minute, good: 7, total: 7, journey: 'probe', step: 'insert' },
      { minute, good: 7, total: 7, journey: 'probe', sli: 'latency' },
      { minute, good: 7, total: 7, journey: 'other' },
    ]);
    const ran = await evaluate({ spec, slices, options: ['--json'] });
    expect(
      JSON.parse(ran.stdout).objectives.map(({ name, good, total }: Record<string, unknown>) => [
        name,
        good,
        total,
      ]),
    ).toEqual([
      ['a', 11, 11],
      ['b', 12, 14],
    ]);
    expect(ran.stderr).toContain(
      'garbageday: 1 slices of the journey other belong to no objective and do not count.',
    );
  });

  it('ends with 0 whatever the verdict, unless it is asked for --exit-code', async () => {
    const at = (good: number, total: number) => ndjson([{ minute: minuteBefore(1), good, total }]);
    const codes = async (slices: string) => [
      (await evaluate({ spec: specOf(), slices })).code,
      (await evaluate({ spec: specOf(), slices, options: ['--exit-code'] })).code,
    ];
    expect(await codes(at(10_000, 10_000))).toEqual([0, 0]);
    expect(await codes(at(1_000, 10_000))).toEqual([0, 1]);
    expect(await codes(at(100, 100))).toEqual([0, 3]);
  });
});

describe('slo eval', () => {
  it('prints a block for each objective', async () => {
    const { stdout } = await evaluate({ spec: specOf(), slices: ndjson(hours) });
    expect(stdout).toBe(
      [
        'As of 2026-12-01 00:00:00 UTC',
        '',
        '✔ answers 99.9% met: 99.95% (107,942/108,000, 95% CI 99.93–99.96%)',
        '  30d: 2026-11-01 00:00:00 UTC to 2026-12-01 00:00:00 UTC',
        '  ━━━━━━━━━━━─────────────  46.3% of the budget left; of the events seen; at the current burn it lasts 8 d 14 h',
        '  alert   above  long         short',
        '  page    14.4×  1h    1.61×  5m    19.3×  quiet',
        '  page    6×     6h    0.54×  30m   3.22×  quiet',
        '  ticket  3×     1d    0.54×  2h    0.81×  quiet',
        '  ticket  1×     3d    0.54×  6h    0.54×  quiet',
        '',
      ].join('\n'),
    );
  });
});
