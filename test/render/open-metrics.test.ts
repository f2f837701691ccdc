/** OpenMetrics text, by its own grammar and, where Prometheus is installed, by promtool. */
import { spawnSync } from 'node:child_process';
import { exposition } from '@garbageday/render/openmetrics/exposition.ts';
import { renderOpenMetrics } from '@garbageday/render/openmetrics/open-metrics.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReport } from './arbitrary-report.ts';
import { monthReport } from './month-report.ts';
import { allReports } from './ugly-reports.ts';

const month = await monthReport(4);
const label = String.raw`[a-z_]+="(?:[^"\\\n]|\\["\\n])*"`;
const sample = new RegExp(String.raw`^[a-z_:]+(?:\{${label}(?:,${label})*\})? -?\d+(?:\.\d+)?(?:e[+-]\d+)?$`);
const meta = /^# (TYPE [a-z_]+ gauge|UNIT [a-z_]+ (seconds|ratio)|HELP [a-z_]+ .*)$/;

/** ABNF of OpenMetrics 1.0, as far as gauges go. */
function expectExposition(text: string): void {
  const lines = text.split('\n');
  expect(lines.slice(-2)).toEqual(['# EOF', '']);
  const body = lines.slice(0, -2).filter((line) => line !== '');
  expect(body.filter((line) => !sample.test(line) && !meta.test(line))).toEqual([]);
  const series = body
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.slice(0, line.lastIndexOf(' ')));
  expect(new Set(series).size).toBe(series.length);
}

describe('the metrics', () => {
  it.each(Object.entries({ ...allReports, month }))('of %s follow the grammar', (_, report) => {
    expectExposition(renderOpenMetrics(report));
  });

  it('of any report follow the grammar, with finite numbers only', () => {
    fc.assert(fc.property(anyReport, (report) => expectExposition(renderOpenMetrics(report))));
  });

  it('name their unit last, and say it', () => {
    const units = [...renderOpenMetrics(month).matchAll(/^# UNIT (\S+) (\S+)$/gm)];
    expect(units.length).toBeGreaterThan(5);
    expect(units.filter(([, name, unit]) => !name?.endsWith(`_${unit}`))).toEqual([]);
  });

  it('say the numbers of the report', () => {
    const text = renderOpenMetrics(month);
    const { chaos, unexplained } = month.attribution;
    for (const { name, journey, sli, window, good, remaining } of month.slos) {
      const labels = `service="wordcount",slo="${name}",journey="${journey}",sli="${sli}",window="${window}"`;
      expect(text).toContain(`garbageday_slo_good_events{${labels}} ${good}\n`);
      expect(text).toContain(`garbageday_slo_budget_remaining_ratio{${labels}} ${remaining}\n`);
    }
    expect(text).toContain(`cause="chaos"} ${chaos}\n`);
    expect(text).toContain(`cause="unexplained"} ${unexplained}\n`);
  });

  it('say nothing where there is no data', () => {
    const text = renderOpenMetrics(allReports.noDataReport);
    expect(text).not.toMatch(/sli_ratio|budget_remaining|latency_seconds/);
  });

  it('say a series once, and leave out what is no number', () => {
    const samples = [1, Number.NaN, null, 2].map((value) => ({ labels: { a: 'x"\\\n' }, value }));
    expect(
      exposition([
        { name: 'a', type: 'gauge', help: 'h\n', samples },
        { name: 'b', type: 'gauge', help: '', samples: [] },
      ]),
    ).toBe('# TYPE a gauge\n# HELP a h\\n\na{a="x\\"\\\\\\n"} 2\n# EOF\n');
  });

  const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

  it.runIf(hasPromtool).each(Object.entries({ month, broken: allReports.brokenReport }))(
    'of %s satisfy promtool',
    (_, report) => {
      const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
        input: renderOpenMetrics(report),
      });
      expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
    },
  );
});
