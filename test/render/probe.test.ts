/** A probe in every form in which it is shown or kept. */
import { readFileSync } from 'node:fs';
import { compareWith, parseBaseline } from '@garbageday/cli/probe/baseline.ts';
import { noPhases } from '@garbageday/core/probe/phase-tally.ts';
import { renderProbeCsv } from '@garbageday/render/csv/probe-csv.ts';
import { percentileDistribution } from '@garbageday/render/hgrm/percentile-distribution.ts';
import { probeDocument } from '@garbageday/render/json/probe-document.ts';
import { renderProbeMarkdown } from '@garbageday/render/markdown/probe-markdown.ts';
import { probeMessage } from '@garbageday/render/slack/probe-message.ts';
import { comparisonText } from '@garbageday/render/terminal/probe/comparison-text.ts';
import { phaseLines } from '@garbageday/render/terminal/probe/phase-bar.ts';
import { renderProbeReport } from '@garbageday/render/terminal/probe/probe-report-text.ts';
import { renderProbeView } from '@garbageday/render/terminal/probe/probe-view.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../fixtures/slack/check-message.ts';
import { manyTargets, phases, reportOf, url } from './sample-probe.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../packages/render/schema/probe-1.schema.json', import.meta.url), 'utf8'),
);
const isValid = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(schema);

function saved(report: ReturnType<typeof reportOf>): string {
  return JSON.stringify(probeDocument(report, null));
}

describe('as a JSON document', () => {
  it.each([
    ['a good run', reportOf()],
    ['a bad one', reportOf(900, { failures: 3 })],
    ['one that measured nothing', reportOf(5, { seconds: 0 })],
    ['a void one', reportOf(5, { lagP99Ms: 300 })],
  ])('%s keeps to the schema', (_, report) => {
    const document = JSON.parse(saved(report));
    expect(isValid(document) || isValid.errors).toBe(true);
  });

  it('is what a later probe is compared with', () => {
    const baseline = parseBaseline(saved(reportOf(5)), 'before.json', [url]);
    const compared = compareWith(baseline, reportOf(50).targets);
    expect(compared.map(({ comparison }) => comparison?.verdict)).toEqual(['slower']);
    const document = JSON.parse(JSON.stringify(probeDocument(reportOf(50), compared)));
    expect(isValid(document) || isValid.errors).toBe(true);
    expect(comparisonText(compared, 'before.json', false)).toMatch(
      /Slower than it was\.\n +p50 +5\.\d ms → 5\d ms, 9\.\d+×/,
    );
    const few = compareWith(baseline, reportOf(5, { seconds: 3 }).targets);
    expect(comparisonText(few, 'before.json', false)).toContain('Too little was measured to tell');
  });

  it.each([
    ['another document', '{"schema":"garbageday/report@2"}', [url], 'b.json: is not a probe'],
    ['no JSON', 'nothing', [url], 'b.json'],
    ['other URLs', saved(reportOf()), ['http://x/', 'http://y/'], 'b.json: has nothing of http://x/'],
    ['damage', saved(reportOf()).replace(/"buckets":"\d/, '"buckets":"x'), [url], 'b.json: is damaged'],
  ])('is refused in one line where it is %s', (_, text, urls, line) => {
    expect(() => parseBaseline(text, 'b.json', urls)).toThrow(line);
  });
});

describe('as text', () => {
  it.each([
    ['kept', reportOf(), /^✔ Kept: 200 probes, 0 failed/],
    [
      'broken',
      reportOf(5, { failures: 3 }),
      /^✖ Broken: availability of .* was 70\.00%; the objective is 99%/,
    ],
    ['void', reportOf(5, { lagP99Ms: 300 }), /^\? Void: this machine was too busy to tell/],
    ['empty', reportOf(5, { seconds: 0 }), /^\? Inconclusive: nothing was measured/],
  ])('says first that it was %s', (_, report, line) => {
    const text = renderProbeReport(report, { columns: 100, colour: false });
    expect(text).toMatch(line);
    expect(Math.max(...text.split('\n').map((each) => each.length))).toBeLessThanOrEqual(100);
  });

  it('has reasons, phases and the days of the certificate', () => {
    const text = renderProbeReport(reportOf(5, { failures: 3 }), { columns: 100, colour: false });
    expect(text).toContain('failed   reset 60');
    expect(text).toContain('█ first byte 16 ms');
    expect(text).toContain('certificate: 9 days left');
  });

  it('draws phases in the proportion of their times, and nothing where there are none', () => {
    const [bar = []] = phaseLines(phases(), 60);
    expect(bar.map(({ text }) => text.length)).toEqual([3, 6, 0, 48, 3]);
    expect(phaseLines(noPhases, 60)).toEqual([]);
  });

  it.each([20, 80, 200])('draws a frame of %i columns', (columns) => {
    const [target] = reportOf().targets;
    const live = {
      url,
      ended: 3,
      failed: 1,
      errors: [['reset', 1]] as const,
      seconds: [5, null, 9],
      oldestWaitMs: 900,
    };
    const state = {
      ...{ elapsedMs: 3_000, durationMs: 9_000, ratePerSecond: 10, thresholdMs: 300 },
      targets: [{ ...live, latency: target?.histogram ?? { buckets: [] }, phases: phases() }],
    };
    const lines = renderProbeView(state, { columns, rows: 24 }, false).split('\n');
    expect(Math.max(...lines.map((each) => each.length))).toBeLessThanOrEqual(columns);
    expect(lines.length).toBeLessThan(24);
  });
});

describe('as a table of seconds', () => {
  it('has a line for each, and says which do not count', () => {
    const [head, first, ...rest] = renderProbeCsv(reportOf(5, { lagP99Ms: 300 })).split('\r\n');
    expect(head?.split(',').slice(0, 4)).toEqual(['time', 'url', 'sent', 'good']);
    expect(first).toMatch(/^1970-01-01T00:00:00\.000Z,"http:\/\/shop\/a,b",10,10,10,.*,300,true,$/);
    expect(rest).toHaveLength(20);
  });
});

describe('as HdrHistogram writes it', () => {
  it('ends at 100% with all of them', () => {
    const [target] = reportOf().targets;
    const lines = percentileDistribution(target?.histogram ?? { buckets: [] }).split('\n');
    expect(lines[0]).toBe('       Value     Percentile TotalCount 1/(1-Percentile)');
    expect(lines.findLast((each) => !each.startsWith('#') && each !== '')).toMatch(/1\.000000000000 +200$/);
    expect(lines.filter((each) => each.startsWith('#'))).toHaveLength(3);
    expect(percentileDistribution({ buckets: [] })).not.toContain('NaN');
  });
});

describe('as Markdown', () => {
  it('says the verdict, each objective, and what else an SRE asks', () => {
    expect(renderProbeMarkdown(reportOf(5, { failures: 1 }), null, '')).toBe(
      `# ✖ Broken: availability of http://shop/a,b was 90.00%; the objective is 99%.

10 a second for 20 s, whatever came back; given up after 5.00 s.

## http://shop/a,b

- ✖ **availability 99%** 180/200 probes succeeded (90.00%; 95% CI 85.06–93.43%). Target 99% missed.
- ✖ **latency 99%** 180/200 probes succeeded within 300 ms (90.00%; 95% CI 85.06–93.43%). Target 99% missed.
- Latency: p50 5.4 ms, p90 5.8 ms, p95 5.9 ms, p99 5.9 ms, max 5.9 ms.
- Failed: reset 20.
- The certificate is valid for 9 days more.
`,
    );
  });

  it('compares with last time', () => {
    const [before, now] = [reportOf(5), reportOf(9)];
    const compared = compareWith(parseBaseline(saved(before), 'before.json', [url]), now.targets);
    const text = renderProbeMarkdown(now, compared, 'before.json');
    expect(text).toMatch(
      /## Since last time\n\n- http:\/\/shop\/a,b against before\.json: Slower than it was\. p50 /,
    );
  });
});

describe('as a message for Slack', () => {
  it.each([
    ['a good run', reportOf()],
    ['a bad one', reportOf(900, { failures: 3 })],
    ['a void one', reportOf(5, { lagP99Ms: 300 })],
    ['one of many URLs', manyTargets()],
  ])('%s keeps to the rules of Slack', (_, report) => {
    const compared = report.targets.map((target) => ({ url: target.url, comparison: null }));
    const message = probeMessage(report, compared, 'before.json');
    expect(faultsOf(message)).toEqual([]);
    expect(message.text).toMatch(/^(✅|❌|⚪|⚠️) \w+/u);
  });
});
