import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { directoryOf, evaluate, minuteBefore, ndjson, now, specOf } from './slo-files.ts';

const minute = minuteBefore(1);
const fine = { minute: minuteBefore(2), good: 599, total: 600 };

const badLines: Record<string, readonly [line: unknown, why: string]> = {
  'more good than total': [{ minute, good: 601, total: 600 }, 'good 601 is more than total 600'],
  'a negative good': [{ minute, good: -1, total: 600 }, 'good is -1, not a whole number from 0'],
  'a negative total': [{ minute, good: 0, total: -600 }, 'total is -600, not a whole number from 0'],
  'half an event': [{ minute, good: 1.5, total: 600 }, 'good is 1.5, not a whole number from 0'],
  'a count in quotes': [
    { minute, good: '599', total: 600 },
    'good: "599" is a string; write 599 without quotes',
  ],
  'a count beyond all numbers': [
    `{"minute":"${minute}","good":1e999,"total":1e999}`,
    'good: Infinity is not a number',
  ],
  'a count beyond all traffic': [
    { minute, good: 1e12, total: 1e12 },
    'total 1000000000000 is more than a minute can hold; write 1000000000 at most',
  ],
  'no total': [{ minute, good: 1 }, 'total: is missing; write a number'],
  'no minute': [{ good: 1, total: 1 }, 'minute: is missing; write a string in quotes'],
  'half a minute': [
    { minute: '2026-11-30T23:59:30Z', good: 1, total: 1 },
    'minute: "2026-11-30T23:59:30Z" is not on a minute; write seconds of 00, or none',
  ],
  'a minute without its zone': [
    { minute: '2026-11-30T23:59', good: 1, total: 1 },
    'minute: "2026-11-30T23:59" is not a time; write it like "2026-11-01T00:00Z"',
  ],
  'a day that is not in the calendar': [
    { minute: '2026-02-30T00:00Z', good: 1, total: 1 },
    'minute: "2026-02-30T00:00Z" is not a time; write it like "2026-11-01T00:00Z"',
  ],
  'the minute that begins now': [
    { minute: minuteBefore(0), good: 1, total: 1 },
    'minute: 2026-12-01T00:00Z is from the future: it is not before --now 2026-12-01T00:00:00.000Z',
  ],
  'a minute twice': [fine, 'minute: 2026-11-30T23:58Z is in the file twice; each slice counts once'],
  'an unknown key': [{ minute, good: 1, total: 1, totl: 1 }, 'totl: unknown key; did you mean "total"?'],
  'a histogram out of order': [
    {
      minute,
      good: 1,
      total: 1,
      histogram: {
        buckets: [
          [2, 1],
          [1, 1],
        ],
      },
    },
    'histogram.buckets[1]: is not above the bucket before it; sort them',
  ],
  'a bucket without a count': [
    { minute, good: 1, total: 1, histogram: { buckets: [[2, 0]] } },
    'histogram.buckets[0]: is not a pair [bucket, count] of whole numbers, the count above 0',
  ],
  'half a line': [
    '{"minute":',
    'is not a JSON object; write {"minute":"2026-11-01T00:00Z","good":599,"total":600}',
  ],
  'a list': [[1], 'is not a JSON object; write {"minute":"2026-11-01T00:00Z","good":599,"total":600}'],
  NaN: [
    `{"minute":"${minute}","good":NaN,"total":1}`,
    'is not a JSON object; write {"minute":"2026-11-01T00:00Z","good":599,"total":600}',
  ],
};

describe('a slice that is none', () => {
  it.each(Object.entries(badLines))('is an error with its line: %s', async (_sentence, [line, why]) => {
    const ran = await evaluate({ spec: specOf(), slices: ndjson([fine, '', line]) });
    expect(ran).toMatchObject({ code: 2, stdout: '', stderr: `garbageday: slices.ndjson:3: ${why}\n` });
  });

  it('may be the last line, without an end', async () => {
    const ran = await evaluate({ spec: specOf(), slices: `${ndjson([fine])}{` });
    expect(ran.stderr).toMatch(/^garbageday: slices\.ndjson:2: is not a JSON object/);
  });

  it('may be longer than memory should bear', async () => {
    const ran = await evaluate({ spec: specOf(), slices: `${ndjson([fine])}"${'x'.repeat(2_000_000)}"\n` });
    expect(ran).toMatchObject({
      code: 2,
      stderr: 'garbageday: slices.ndjson:2: the line is longer than 1 MB\n',
    });
  });

  it('is an error of JSON with --json', async () => {
    const ran = await evaluate({ spec: specOf(), slices: '{\n', options: ['--json'] });
    expect(JSON.parse(ran.stdout)).toMatchObject({ schema: 'garbageday/error@1', error: { code: 'usage' } });
  });
});

describe('slices', () => {
  it('may end their lines by carriage returns and begin with a byte order mark', async () => {
    const ran = await evaluate({
      spec: specOf(),
      slices: `\uFEFF${ndjson([fine]).replaceAll('\n', '\r\n')}`,
      options: ['--json'],
    });
    expect(JSON.parse(ran.stdout).objectives[0].total).toBe(600);
  });

  it('of one minute from several journeys, vantages or steps are not the same', async () => {
    const slices = ndjson([
      { ...fine, journey: 'a' },
      { ...fine, journey: 'b' },
      { ...fine, journey: 'b', vantage: 'eu' },
      { ...fine, journey: 'b', vantage: 'us' },
    ]);
    const ran = await evaluate({ spec: specOf(), slices, options: ['--json'] });
    expect(JSON.parse(ran.stdout).objectives[0].total).toBe(2_400);
  });
});

function policy(threshold: number) {
  return `alertPolicies:
    - kind: AlertPolicy
      metadata: { name: burns }
      spec:
        alertWhenBreaching: true
        conditions:
          - kind: AlertCondition
            metadata: { name: fast }
            spec:
              severity: page
              condition: { op: gt, threshold: ${threshold}, lookbackWindow: 1h, alertAfter: 5m }
        notificationTargets: [{ kind: AlertNotificationTarget, metadata: { name: chat }, spec: { target: email } }]`;
}

type Bad = {
  readonly spec?: string;
  readonly alerts?: string;
  readonly options?: readonly string[];
  readonly now?: string;
};

const badCommands: Record<string, readonly [bad: Bad, why: string]> = {
  'time slices that an alert cannot see': [
    {
      spec: specOf({ method: 'RatioTimeslices', timeSlices: 'timeSliceWindow: 1h' }),
      alerts: '[{"severity": "page", "factor": 2, "long": "3h", "short": "30m"}]',
    },
    'alerts.json:1: [0].short: a page alert over 30m cannot see time slices of 1h (answers); write a longer one',
  ],
  'a first window that has not begun': [
    {
      spec: specOf({
        window: '{ duration: 1M, calendar: { startTime: 2027-01-01 00:00:00, timeZone: Europe/Berlin } }',
      }),
    },
    'slo.yaml:7: spec.timeWindow[0].calendar.startTime: the first window begins at 2026-12-31T23:00:00.000Z, after --now; write an earlier one',
  ],
  'a factor in the file that no burn can reach': [
    { spec: specOf({ rest: policy(1_000) }) },
    'slo.yaml:22: spec.alertPolicies[0].spec.conditions[0].spec.condition.threshold: a page alert above a burn rate of 1000 can never fire: with an objective of 0.999 it is 1000 at most; lower the threshold, or raise the target',
  ],
  'a factor of --alerts that no burn can reach': [
    { alerts: '[\n  {"severity": "page", "factor": 1000, "long": "1h", "short": "5m"}\n]' },
    'alerts.json:2: [0].factor: a page alert above a burn rate of 1000 can never fire: with an objective of 0.999 it is 1000 at most (answers); lower it, or lengthen the window',
  ],
  'a share of --alerts that no burn can reach': [
    {
      spec: specOf({ target: 0.9 }),
      alerts: '[{"severity": "ticket", "share": 0.02, "long": "1h", "short": "5m"}]',
    },
    'alerts.json:1: [0].share: a ticket alert above a burn rate of 14.4 can never fire: with an objective of 0.9 it is 10 at most (answers); lower it, or lengthen the window',
  ],
  'an alert with a share and a factor': [
    { alerts: '[{"severity": "page", "share": 0.02, "factor": 2, "long": "1h", "short": "5m"}]' },
    'alerts.json:1: [0]: must have either share or factor',
  ],
  'an alert whose short window is the longer one': [
    { alerts: '[{"severity": "page", "factor": 2, "long": "5m", "short": "1h"}]' },
    'alerts.json:1: [0].short: is longer than long; write that or less',
  ],
  'alerts that are no list': [{ alerts: '{}' }, 'alerts.json:1: {} is not a list'],
  'alerts that are no JSON': [
    { alerts: '[' },
    'alerts.json:1:2: is not JSON: the file ends too early; close every { and [',
  ],
  'a share of more than everything': [
    { alerts: '[{"severity": "page", "share": 2, "long": "1h", "short": "5m"}]' },
    'alerts.json:1: [0].share: is more than the whole budget; write 0.02 for 2%',
  ],
  'a moment in words': [
    { now: 'yesterday' },
    '--now: "yesterday" is not a time; write it like 2026-12-01T00:00Z',
  ],
  'a moment without a zone': [
    { now: '2026-12-01T00:00' },
    '--now: "2026-12-01T00:00" is not a time; write it like 2026-12-01T00:00Z',
  ],
  'a period without a length': [
    { options: ['--period', '1M'] },
    '--period: "1M" has no fixed length; write minutes, hours, days or weeks, like 30d',
  ],
  'no objective': [
    { spec: 'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: a }\nspec: {}\n' },
    'slo.yaml: has no SLO; write a document of kind SLO',
  ],
  'a file of alerts that is not there': [
    { options: ['--alerts', 'nowhere.json'] },
    'nowhere.json: there is no such file; check its name',
  ],
  'a directory of alerts': [{ options: ['--alerts', '.'] }, 'is a directory; name a file in it'],
};

describe('slo eval refuses', () => {
  it.each(Object.entries(badCommands))('%s', async (_sentence, [bad, why]) => {
    const { spec = specOf(), alerts, options = [], now: at = now } = bad;
    const files = alerts === undefined ? {} : { 'alerts.json': alerts };
    const asked = alerts === undefined ? options : [...options, '--alerts', 'alerts.json'];
    const ran = await evaluate({ spec, slices: ndjson([fine]), now: at, files, options: asked });
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr.endsWith(`${why}\n`) ? why : ran.stderr).toBe(why);
  });

  it('to guess the moment', async () => {
    const ran = await run(['slo', 'eval', '--spec', 'a', '--slices', 'b'], { cwd: directoryOf({}) });
    expect([ran.code, ran.stderr]).toEqual([
      2,
      "garbageday: required option '--now <time>' not specified; see garbageday --help\n",
    ]);
  });

  it('slices that are not there, and slices that are no text', async () => {
    const ask = async (files: Readonly<Record<string, string>>, name: string) => {
      const cwd = directoryOf({ 'slo.yaml': specOf(), ...files });
      return (await run(['slo', 'eval', '--spec', 'slo.yaml', '--slices', name, '--now', now], { cwd }))
        .stderr;
    };
    expect(await ask({}, 'x.ndjson')).toBe('garbageday: x.ndjson: there is no such file; check its name\n');
    expect(await ask({}, '.')).toMatch(/is a directory; name a file in it\n$/);
  });
});
