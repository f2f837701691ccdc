/** The exported rules in Prometheus's own hands: they are valid, and fire exactly when the product's alerts do. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFiring } from '@garbageday/core/slo/burn-alerts.ts';
import { secondsText, windowSeconds } from '@garbageday/core/slo/window.ts';
import { exported } from '@garbageday/monitors/export/exported-slo.ts';
import { grafanaDashboard } from '@garbageday/monitors/export/grafana.ts';
import { prometheusRules } from '@garbageday/monitors/export/prometheus-rules.ts';
import { rulesText } from '@garbageday/monitors/export/rules-text.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';
import { exportedConfiguration } from './export-configuration.ts';
import { promtool } from './prometheus.ts';

const slo = sloConfiguration();
const plain = configuration({ slos: [slo] });
const ratePerSecond = 10;

/** For so many minutes this share of the events is bad. */
type Segment = readonly [minutes: number, badShare: number];

function minutesOf(segments: readonly Segment[]): readonly number[] {
  return segments.flatMap(([minutes, share]) => Array.from({ length: minutes }, () => share));
}

/** What the product's own alerts say at the end of it (core/slo/ledger-alerts.ts): what a window lacks counts as good. */
function firingInCore(segments: readonly Segment[]): readonly string[] {
  const shares = minutesOf(segments);
  const countsOver = (seconds: number) => {
    const total = ratePerSecond * seconds;
    const bad = shares.slice(-seconds / 60).reduce((sum, share) => sum + share * ratePerSecond * 60, 0);
    return { good: Math.round(total - bad), total };
  };
  const budget = { objective: slo.objective, periodSeconds: windowSeconds(slo.window) };
  return slo.alerts
    .filter((rule) => isFiring(rule, budget, countsOver))
    .map(({ severity, longSeconds }) => `${severity} ${secondsText(longSeconds)}`)
    .toSorted();
}

const labels = `service="wordcount", slo="${slo.name}", journey="probe", sli="availability"`;

/** Counters in promtool's notation: `0+6x10 60+0x5`. */
function counter(segments: readonly Segment[], stepOf: (share: number) => number): string {
  let value = 0;
  return segments
    .map(([minutes, share], index) => {
      const step = stepOf(share);
      const from = index === 0 ? value : value + step;
      const text = `${from}+${step}x${index === 0 ? minutes : minutes - 1}`;
      value += step * minutes;
      return text;
    })
    .join(' ');
}

/** One test of promtool: at the end of the segments, exactly these alerts fire. */
function testOf(name: string, segments: readonly Segment[], firing: readonly string[]) {
  const series = (metric: string, stepOf: (share: number) => number) => ({
    series: `${metric}{${labels}}`,
    values: counter(segments, stepOf),
  });
  const minutes = minutesOf(segments).length;
  const alert = 'ALERTS{alertname="GarbageDayErrorBudgetBurn", alertstate="firing"}';
  return {
    ...{ name, interval: '1m' },
    input_series: [
      series('garbageday_sli_events_total', () => ratePerSecond * 60),
      series('garbageday_sli_bad_events_total', (share) => share * ratePerSecond * 60),
    ],
    promql_expr_test: [
      {
        ...{ expr: `count by (severity, long) (${alert})`, eval_time: `${minutes}m` },
        exp_samples: firing.map((each) => {
          const [severity = '', long = ''] = each.split(' ');
          return { labels: `{severity="${severity}", long="${long}"}`, value: 1 };
        }),
      },
    ],
  };
}

const histories: Readonly<Record<string, readonly Segment[]>> = {
  'nothing fails': [[180, 0]],
  'half an hour of too many failures': [
    [180, 0],
    [30, 0.02],
  ],
  'an hour of it': [
    [180, 0],
    [60, 0.02],
  ],
  'an hour of it, and ten minutes later': [
    [180, 0],
    [60, 0.02],
    [10, 0],
  ],
  'a new installation whose first ten minutes fail in part': [[10, 0.05]],
  'a new installation that is down for half an hour': [[30, 1]],
  'most of a working day, slowly': [[400, 0.008]],
  'a day, hardly noticed': [[1_440, 0.004]],
};

describe('promtool', () => {
  it.each([
    ['every kind of objective', exportedConfiguration],
    ['one', plain],
    ['one whose name looks like a template', configuration({ slos: [{ ...slo, name: 'a {{ b' }] })],
    ['none with an alert', configuration({ slos: [{ ...slo, alerts: [] }] })],
  ])('finds nothing wrong with the rules of %s', (_, configured) => {
    const file = join(temporaryDirectory(), 'rules.yml');
    writeFileSync(file, rulesText(prometheusRules(exported(configured))));
    const { status, said } = promtool(['check', 'rules', file]);
    expect([status, said]).toEqual([0, expect.stringMatching(/SUCCESS: \d+ rules found/)]);
  });

  it('fires as the product does, whatever happened', () => {
    const fired = Object.entries(histories).map(
      ([name, segments]) => [name, firingInCore(segments)] as const,
    );
    // Otherwise the two could agree in saying nothing.
    expect(Object.fromEntries(fired)).toMatchObject({
      'nothing fails': [],
      'half an hour of too many failures': [],
      'an hour of it': ['page 1h'],
      'an hour of it, and ten minutes later': [],
      'a new installation whose first ten minutes fail in part': [],
      'most of a working day, slowly': ['page 6h'],
      'a day, hardly noticed': ['ticket 1d', 'ticket 3d'],
    });
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'rules.yml'), rulesText(prometheusRules(exported(plain))));
    const tests = fired.map(([name, firing]) => testOf(name, histories[name] ?? [], firing));
    const document = { rule_files: ['rules.yml'], evaluation_interval: '1m', tests };
    writeFileSync(join(directory, 'tests.yml'), JSON.stringify(document));
    expect(promtool(['test', 'rules', join(directory, 'tests.yml')])).toMatchObject({
      said: expect.stringContaining('SUCCESS'),
      status: 0,
    });
  });

  it('says who sends nothing, and which experiment failed', () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'rules.yml'), rulesText(prometheusRules(exported(plain))));
    const of = 'service="wordcount"';
    const alertTest = (alertname: string, minutes: number, alerts: readonly object[]) => ({
      ...{ alertname, eval_time: `${minutes}m`, exp_alerts: alerts },
    });
    const silent = {
      exp_labels: { severity: 'ticket', service: 'wordcount', journey: 'probe' },
      exp_annotations: {
        summary: 'probe of wordcount sends nothing',
        description: 'Its objectives are measured by no one, and every experiment is refused.',
      },
    };
    const failed = {
      exp_labels: { severity: 'ticket', service: 'wordcount', group: 'data', fault: 'power-cut' },
      exp_annotations: {
        summary: 'wordcount did not withstand a power-cut in data',
        description: 'The hypothesis of an experiment did not hold. Its report says what users felt.',
      },
    };
    const test = {
      interval: '1m',
      input_series: [
        {
          series: `garbageday_requests_total{${of}, journey="probe", role="judge"}`,
          values: '0+600x20 12000+0x20',
        },
        {
          series: `garbageday_experiments_total{${of}, group="data", fault="power-cut", outcome="fail"}`,
          values: '0x30 1x10',
        },
      ],
      alert_rule_test: [
        alertTest('GarbageDayProbeSilent', 15, []),
        alertTest('GarbageDayProbeSilent', 35, [silent]),
        alertTest('GarbageDayExperimentFailed', 29, []),
        alertTest('GarbageDayExperimentFailed', 33, [failed]),
      ],
    };
    const document = { rule_files: ['rules.yml'], evaluation_interval: '1m', tests: [test] };
    writeFileSync(join(directory, 'tests.yml'), JSON.stringify(document));
    expect(promtool(['test', 'rules', join(directory, 'tests.yml')])).toMatchObject({
      said: expect.stringContaining('SUCCESS'),
      status: 0,
    });
  });

  it("shows the dashboard's annotation for a kill whenever it is scraped", () => {
    const [kills] = grafanaDashboard(exported(plain)).annotations.list;
    // As Grafana does for a step of 15 s: the longer of the step and one such interval more, and of four of them.
    const expr = kills?.expr.replace('$__rate_interval', '1m').replace('$__interval', '15s');
    const of = { labels: '{group="web", fault="terminate"}' };
    const directory = temporaryDirectory();
    const tests = Array.from({ length: 15 }, (_, second) => {
      // Scraped every 5 s, beginning at any second; the kill is in the seventh scrape.
      const before = '_ '.repeat(second);
      const scrapes = Array.from({ length: 20 }, (_none, scrape) => `${scrape < 6 ? 0 : 1} _ _ _ _`).join(
        ' ',
      );
      const series = 'garbageday_faults_injected_total{service="wordcount", group="web", fault="terminate"}';
      return {
        ...{ name: `from second ${second}`, interval: '1s' },
        input_series: [{ series, values: `${before}${scrapes}` }],
        promql_expr_test: [
          {
            // The steps in the minute after it: at least one of them shows it.
            ...{ expr: `count by (group, fault) (max_over_time((${expr})[1m:15s]))`, eval_time: '90s' },
            exp_samples: [{ ...of, value: 1 }],
          },
        ],
      };
    });
    writeFileSync(join(directory, 'tests.yml'), JSON.stringify({ tests }));
    expect(promtool(['test', 'rules', join(directory, 'tests.yml')])).toMatchObject({
      said: expect.stringContaining('SUCCESS'),
      status: 0,
    });
  });
});
