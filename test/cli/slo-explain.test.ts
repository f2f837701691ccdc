import { detection, detections } from '@garbageday/cli/slo/detection.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { directoryOf, specOf } from './slo-files.ts';
import { schemaErrors } from './slo-schema.ts';

const month = { kind: 'rolling', seconds: 2_592_000 } as const;
const page = { severity: 'page', factor: 14.4, longSeconds: 3_600, shortSeconds: 300 } as const;
const ticket = { severity: 'ticket', factor: 1, longSeconds: 259_200, shortSeconds: 21_600 } as const;
const promise = {
  objective: 0.999,
  budgeting: { kind: 'occurrences' },
  window: month,
  alerts: [page, ticket],
} as const;

describe('detection', () => {
  // SRE Workbook, ch. 5: "detection time is (1 − SLO) ÷ error ratio × alerting window size × burn rate".
  it.each([
    ['a full outage', 1, { page: { afterSeconds: 51.84, spent: 0.02 }, exhaustedAfterSeconds: 2_592 }],
    ['a tenth', 0.1, { page: { afterSeconds: 518.4, spent: 0.02 }, exhaustedAfterSeconds: 25_920 }],
    ['as much as the page’s factor, which has to be exceeded', 0.0144, { page: null }],
    [
      'the budget exactly, which no alert is above',
      0.001,
      { page: null, ticket: null, exhaustedAfterSeconds: 2_592_000 },
    ],
    ['twice the budget', 0.002, { page: null, ticket: { afterSeconds: 129_600, spent: 0.1 } }],
    ['nothing', 0, { burn: 0, page: null, ticket: null, exhaustedAfterSeconds: null }],
  ])('of %s', (_sentence, errorRatio, expected) => {
    expect(detection(promise, errorRatio)).toMatchObject(expected);
  });

  it('takes the first of several alerts of a severity', () => {
    const slow = { severity: 'page', factor: 6, longSeconds: 21_600, shortSeconds: 1_800 } as const;
    expect(detection({ ...promise, alerts: [slow, page] }, 1).page?.afterSeconds).toBe(51.84);
    expect(detection({ ...promise, alerts: [page, slow] }, 0.01).page?.afterSeconds).toBe(12_960);
  });

  it('knows that a time slice is good or it is not', () => {
    const slices = {
      ...promise,
      budgeting: { kind: 'timeslices', sliceSeconds: 60, sliceTarget: 0.95 },
    } as const;
    expect(detection(slices, 0.05)).toMatchObject({ burn: 0, page: null, exhaustedAfterSeconds: null });
    expect(detection(slices, 0.06)).toMatchObject({ burn: 1_000, page: { afterSeconds: 51.84 } });
  });

  it('is told for the budget itself, the worst first, each ratio once', () => {
    expect(detections({ ...promise, objective: 0.99 }).map(({ errorRatio }) => errorRatio)).toEqual([
      1, 0.1, 0.01,
    ]);
    expect(detections({ ...promise, objective: 0.8 }).map(({ errorRatio }) => errorRatio)).toEqual([
      1, 0.2, 0.1, 0.01,
    ]);
  });

  it('never comes after the budget is gone, and is sooner the more fails', () => {
    const ratio = fc.double({ min: 0.0001, max: 1, noNaN: true });
    fc.assert(
      fc.property(ratio, ratio, (a, b) => {
        const [more, less] = [detection(promise, Math.max(a, b)), detection(promise, Math.min(a, b))];
        expect(more.page?.afterSeconds ?? Infinity).toBeLessThanOrEqual(less.page?.afterSeconds ?? Infinity);
        expect(more.page?.spent ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('slo explain', () => {
  const explain = async (spec: string, ...argv: string[]) =>
    await run(['slo', 'explain', 'slo.yaml', ...argv], { cwd: directoryOf({ 'slo.yaml': spec }) });

  it('prints one document with --json', async () => {
    const ran = await explain(specOf({ window: '{ duration: 7d, isRolling: true }' }), '--json');
    const document = JSON.parse(ran.stdout);
    expect(schemaErrors('slo-explain')(document)).toEqual([]);
    expect(document).toMatchObject({
      schema: 'garbageday/slo-explain@1',
      file: 'slo.yaml',
      objectives: [
        {
          name: 'answers',
          service: 'shop',
          objective: 0.999,
          window: '7d',
          timeZone: null,
          budgeting: { kind: 'occurrences' },
          budget: { ratio: 0.001, outageSeconds: 604.8, events: null, failures: null, longest: null },
        },
      ],
    });
    expect(document.objectives[0].alerts[0]).toEqual({
      severity: 'page',
      long: '1h',
      short: '5m',
      factor: 3.36,
      share: 0.02,
    });
  });

  it('counts events where the configuration knows their rate', async () => {
    const slo = { journey: 'probe', sli: 'availability', objective: 0.999 };
    const config = JSON.stringify({ probe: { ratePerSecond: 1 }, slos: [slo] });
    const ran = await run(['slo', 'explain', 'a.json', '--json'], { cwd: directoryOf({ 'a.json': config }) });
    // One probe a second over 30 days at 99.9%: 2,592 failures are the budget (domain.md §6).
    expect(JSON.parse(ran.stdout).objectives[0].budget).toEqual({
      ...{ ratio: 0.001, outageSeconds: 2_592, events: 2_592_000, failures: 2_592, longest: null },
    });
  });

  it('counts time slices where they are budgeted', async () => {
    const spec = specOf({ method: 'RatioTimeslices', timeSlices: 'timeSliceWindow: 5m' });
    const document = JSON.parse((await explain(spec, '--json')).stdout);
    expect(schemaErrors('slo-explain')(document)).toEqual([]);
    expect(document.objectives[0].budget).toMatchObject({ events: 8_640, failures: 8 });
  });

  it('explains the configuration that is used here, when no file is named', async () => {
    const config =
      '{ "slos": [{ "journey": "probe", "sli": "availability", "objective": 0.95, "alerts": [] }] }';
    const cwd = directoryOf({
      'garbageday.config.json': config,
      'other.json': config.replace('0.95', '0.9'),
    });
    expect((await run(['slo', 'explain'], { cwd })).stdout).toContain('95% over 30d');
    expect((await run(['slo', 'explain', '--config', 'other.json'], { cwd })).stdout).toContain(
      '90% over 30d',
    );
    expect((await run(['slo', 'explain'], { cwd: directoryOf({}) })).stdout).toContain('99.9% over 30d');
  });

  it('fits 100 columns and says so of every way to budget', async () => {
    const day = '{ duration: 1w, calendar: { startTime: 2026-11-23 00:00:00, timeZone: America/New_York } }';
    const spec = [
      specOf({
        name: 'a',
        method: 'Timeslices',
        timeSlices: 'timeSliceTarget: 0.95\n      timeSliceWindow: 1m',
      }),
      specOf({ name: 'b', method: 'RatioTimeslices', timeSlices: 'timeSliceWindow: 5m', window: day }),
      specOf({ name: 'c', target: 0.5, rest: 'alertPolicies: []' }),
    ].join('---\n');
    const { stdout } = await explain(spec);
    expect(stdout).toContain('every 1m counts equally, and is good when at least 95% of its events are');
    expect(stdout).toContain('99.9% over 1 calendar week in America/New_York');
    expect(stdout).toContain('  no alerts\n');
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(stdout).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('gives each month its own minutes', async () => {
    const window = '{ duration: 1M, calendar: { startTime: 2026-01-01 00:00:00, timeZone: Europe/Berlin } }';
    const document = JSON.parse((await explain(specOf({ window }), '--json')).stdout);
    expect(schemaErrors('slo-explain')(document)).toEqual([]);
    // 0.1% of 28 days, and of October, which has an hour more than 31.
    expect(document.objectives[0].budget).toMatchObject({
      outageSeconds: 2_419.2,
      longest: { outageSeconds: 2_682 },
    });
  });

  it('leaves out default alerts that could never fire, and says so', async () => {
    const ran = await explain(specOf({ target: 0.9 }));
    expect(ran.code).toBe(0);
    expect(ran.stdout).not.toContain('14.4×');
    expect(ran.stderr).toContain(
      'slo.yaml:10: spec.objectives[0].target: 1 of 4 default alerts are left out, as a page alert above a burn rate of 14.4 can never fire',
    );
  });

  it('refuses what it would falsify', async () => {
    const window = '{ duration: 1M, calendar: { startTime: 2026-01-01 12:00:00, timeZone: UTC } }';
    const ran = await explain(specOf({ window }));
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('"2026-01-01 12:00:00" cannot be kept');
  });
});

describe('slo validate', () => {
  const validate = async (spec: string, ...argv: string[]) =>
    await run(['slo', 'validate', 'slo.yaml', ...argv], { cwd: directoryOf({ 'slo.yaml': spec }) });

  it('remarks on what others measure, and is content', async () => {
    const ran = await validate(specOf());
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout.split('\n').slice(0, 3)).toEqual([
      '✔ slo.yaml is valid: 1 objective',
      '  99.9%  answers',
      '  slo.yaml:6: spec.indicator.spec.ratioMetric.good.metricSource: is measured elsewhere (Prometheus), so that only slices from a file can tell; for a journey of this project write type: garbageday',
    ]);
  });

  it('prints every mistake on a line of its own, and one document with --json', async () => {
    const spec = specOf({ target: 1, window: '{ duration: a month, isRolling: true }' });
    const ran = await validate(spec, '--json');
    expect(ran.code).toBe(2);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(schemaErrors('slo-validate')(JSON.parse(ran.stdout))).toEqual([]);
    expect(JSON.parse(ran.stdout)).toEqual({
      schema: 'garbageday/slo-validate@1',
      file: 'slo.yaml',
      valid: false,
      objectives: [],
      problems: [
        {
          file: 'slo.yaml',
          line: 7,
          path: 'spec.timeWindow[0].duration',
          message: '"a month" is not a duration; write a number and one of m h d w M Q Y, like 30d',
          severity: 'mistake',
        },
        {
          file: 'slo.yaml',
          line: 10,
          path: 'spec.objectives[0].target',
          message:
            '1 leaves no error budget, so the first failure would break it for good; write 0.999, for example',
          severity: 'mistake',
        },
      ],
      remarks: [],
    });
  });

  it('remarks on default alerts that could never fire: the table is ours, not the file’s', async () => {
    const ran = await validate(specOf({ target: 0.9 }));
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('1 of 4 default alerts are left out');
  });

  it('accepts what only this program cannot compute, with exit code 0', async () => {
    const window = '{ duration: 1M, calendar: { startTime: 2026-01-01 12:00:00, timeZone: UTC } }';
    const ran = await validate(specOf({ window }), '--json');
    const document = JSON.parse(ran.stdout);
    expect([ran.code, document.valid, schemaErrors('slo-validate')(document)]).toEqual([0, true, []]);
    expect(document.remarks.map(({ severity }: { severity: string }) => severity)).toContain('unread');
  });

  it('checks a configuration as well', async () => {
    const files = {
      'a.json': '{"slos": [{"journey": "probe", "sli": "latency", "objective": 1}]}',
      'b.json': '{}',
    };
    const cwd = directoryOf(files);
    const [bad, fine] = [
      await run(['slo', 'validate', 'a.json'], { cwd }),
      await run(['slo', 'validate', 'b.json'], { cwd }),
    ];
    expect([bad.code, bad.stderr.startsWith('garbageday: a.json:1: slos[0].objective: 1 leaves')]).toEqual([
      2,
      true,
    ]);
    expect([fine.code, fine.stdout.split('\n')[0]]).toEqual([0, '✔ b.json is valid: 4 objectives']);
  });

  it.each([
    {
      file: 'a.json',
      text: '{\n  "servce": "shop",\n  "groups": [{ "kind": "web" },\n    { "kind": "data", "desiredSize": 4 }],\n  "probe": { "ratePerSecond": "10" }\n}\n',
    },
    {
      file: 'a.ts',
      text: 'export default {\n  servce: "shop",\n  groups: [{ kind: "web" },\n    { kind: "data", desiredSize: 4 }] as const,\n  probe: { ratePerSecond: "10" },\n} satisfies object;\n',
    },
  ])('lists every mistake of $file with its line', async ({ file, text }) => {
    const ran = await run(['slo', 'validate', file], { cwd: directoryOf({ [file]: text }) });
    expect([ran.code, ran.stderr.trimEnd().split('\n')]).toEqual([
      2,
      [
        `garbageday: ${file}:2: servce: unknown key; did you mean "service"?`,
        `garbageday: ${file}:4: groups[1].desiredSize: 4 is not a size for a replica set; write 3, 5 or 7`,
        `garbageday: ${file}:5: probe.ratePerSecond: "10" is a string; write 10 without quotes`,
      ],
    ]);
  });

  it('names the nearest line that is written out in code', async () => {
    const text = 'const web = { kind: "web", desiredSize: 1 };\nexport default { groups: [\n  web,\n] };\n';
    const ran = await run(['slo', 'validate', 'a.ts'], { cwd: directoryOf({ 'a.ts': text }) });
    expect(ran.stderr).toMatch(/^garbageday: a\.ts:3: groups\[0\]\.desiredSize: /);
  });

  it('refuses a file of 10 MB before it reads it', async () => {
    const ran = await validate(`a: ${'['.repeat(10_485_757)}`);
    expect(ran.stderr).toBe('garbageday: slo.yaml: is 10 MB; write 1 MB at most, or several files\n');
  });
});
