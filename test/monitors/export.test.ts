/** What `garbageday export` makes of a configuration. */
import { resolve } from 'node:path';
import { datadogMonitors, tagValue } from '@garbageday/monitors/export/datadog.ts';
import { exported } from '@garbageday/monitors/export/exported-slo.ts';
import { grafanaDashboard } from '@garbageday/monitors/export/grafana.ts';
import { prometheusRules } from '@garbageday/monitors/export/prometheus-rules.ts';
import { rulesText } from '@garbageday/monitors/export/rules-text.ts';
import { liveMetrics, seriesName } from '@garbageday/monitors/metric-catalogue.ts';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run } from '../cli/run.ts';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';
import { exportedConfiguration } from './export-configuration.ts';

const cwd = resolve(import.meta.dirname, '../..');
const all = exported(exportedConfiguration);
const golden = (file: string) => `${import.meta.dirname}/golden/${file}`;
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

describe('what is exported', () => {
  it('is as it was', async () => {
    await expect(rulesText(prometheusRules(all))).toMatchFileSnapshot(golden('rules.yml'));
    await expect(json(grafanaDashboard(all))).toMatchFileSnapshot(golden('dashboard.grafana.json'));
    await expect(json(datadogMonitors(all).document)).toMatchFileSnapshot(golden('monitors.datadog.json'));
  });

  it('is the same rules as YAML and as JSON', () => {
    const rules = prometheusRules(all);
    expect(parse(rulesText(rules))).toEqual(JSON.parse(JSON.stringify(rules)));
  });

  it('asks for series that /metrics has', () => {
    const known = Object.values(liveMetrics).flatMap((metric) =>
      metric.type === 'histogram' ? [`${metric.name}_bucket`] : [seriesName(metric)],
    );
    const text = `${rulesText(prometheusRules(all))}${json(grafanaDashboard(all))}`;
    const asked = [...text.matchAll(/(?<![:\w])garbageday_\w+(?=\{)/g)].map(([name]) => name);
    expect(new Set(asked).size).toBeGreaterThan(8);
    expect(asked.filter((name) => !known.includes(name))).toEqual([]);
    const datadog = [...json(datadogMonitors(all).document).matchAll(/sum:(\w+)\{/g)].map(([, name]) => name);
    expect(new Set(datadog)).toEqual(new Set([liveMetrics.sliEvents.name, liveMetrics.sliBadEvents.name]));
  });

  it('has an alert for each rule of the policy, with its factor', () => {
    const burning = prometheusRules(all).groups.flatMap(({ rules }) =>
      rules.flatMap((rule) => ('alert' in rule && rule.alert === 'GarbageDayErrorBudgetBurn' ? [rule] : [])),
    );
    expect(burning).toHaveLength(
      exportedConfiguration.slos.reduce((sum, { alerts }) => sum + alerts.length, 0),
    );
    expect(burning[0]?.expr).toBe(
      'slo:garbageday_sli_bad_events:ratio_rate1h{service="the \\"shop\\"", slo="probe-availability"} > 14.4 * 0.001 and slo:garbageday_sli_bad_events:ratio_rate5m{service="the \\"shop\\"", slo="probe-availability"} > 14.4 * 0.001',
    );
    expect(burning[0]?.annotations['runbook_url']).toBe('https://runbooks.example/shop');
  });

  it('has panels that lie beside each other, in 24 columns', () => {
    const cells = grafanaDashboard(all).panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.every((cell) => Number(cell.split(',')[0]) < 24)).toBe(true);
    const ids = grafanaDashboard(all).panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says what Datadog cannot have', () => {
    expect(datadogMonitors(all).remarks).toEqual([
      'probe-availability: the ticket over 3d is left out; Datadog looks back 48 hours at most',
      'probe: \\latency\n: Datadog has no window of 1W; its status there is over 7d, its alerts are the same',
      'minutes: Datadog has no window of 28d; its status there is over 30d, its alerts are the same',
      'minutes: the ticket over 3d is left out; Datadog looks back 48 hours at most',
    ]);
    expect(
      datadogMonitors(exported(configuration({ slos: [sloConfiguration({ window: '90d', alerts: [] })] }))),
    ).toMatchObject({
      remarks: [],
      document: { slos: [{ slo: { thresholds: [{ timeframe: '90d' }] }, monitors: [] }] },
    });
  });

  it.each([
    ['probe: availability', 'probe:_availability'],
    ['The "Shop"', 'the_shop'],
    ['größe/1', 'größe/1'],
  ])('names the tag %j as Datadog does', (written, kept) => {
    expect(tagValue(written)).toBe(kept);
  });

  it('links to no runbook that depends on a stage', () => {
    const links = { dashboard: null, report: null, runbook: 'https://runbooks.example/{stage}' };
    const slack = { links, mention: { page: null, ticket: null } };
    expect(exported({ ...exportedConfiguration, slack }).runbook).toBeNull();
  });
});

describe('garbageday export', () => {
  it('prints one document, as it is read elsewhere', async () => {
    const yaml = await run(['export', 'prometheus-rules'], { cwd });
    expect([yaml.code, yaml.stderr, Object.keys(parse(yaml.stdout))]).toEqual([0, '', ['groups']]);
    const rules = await run(['export', 'prometheus-rules', '--json'], { cwd });
    expect(JSON.parse(rules.stdout)).toEqual(parse(yaml.stdout));
    const dashboard = await run(['export', 'grafana'], { cwd });
    expect(JSON.parse(dashboard.stdout)).toMatchObject({ title: 'Garbage Day: wordcount' });
    const datadog = await run(['export', 'datadog'], { cwd });
    expect(JSON.parse(datadog.stdout).slos.length).toBeGreaterThan(0);
    expect(datadog.stderr).toMatch(
      /^garbageday: .* over 3d is left out; Datadog looks back 48 hours at most$/m,
    );
  });
});
