/** What `/metrics` says of a run: its numbers, its names and both formats. */
import { spawnSync } from 'node:child_process';
import { midpointMs } from '@garbageday/core/probe/histogram.ts';
import { defaultBurnRules } from '@garbageday/core/slo/burn-alerts.ts';
import { scraped } from '@garbageday/monitors/http/scrape.ts';
import { experimentCounts } from '@garbageday/monitors/live/experiment-counts.ts';
import { addHistogram, bucketBoundsMs, emptyBuckets } from '@garbageday/monitors/live/latency-buckets.ts';
import { sloFamilies } from '@garbageday/monitors/live/measured-families.ts';
import { measurements } from '@garbageday/monitors/live/measurements.ts';
import { sloMeasurements } from '@garbageday/monitors/live/slo-measurements.ts';
import { experimentLabel, liveMetrics, seriesName } from '@garbageday/monitors/metric-catalogue.ts';
import { exposition } from '@garbageday/render/openmetrics/exposition.ts';
import { renderOpenMetrics } from '@garbageday/render/openmetrics/open-metrics.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';
import { experimentPlan, targetRecord as target } from '../fakes/experiment.ts';
import { badAnswer, sliceAt } from '../fakes/slices.ts';
import { monthReport } from '../render/month-report.ts';
import { liveRun, runFamilies } from './metric-run.ts';

const fromMs = Date.UTC(2026, 10, 27, 12);
const families = runFamilies(fromMs);
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const openMetrics = exposition(families, 'openmetrics');

function numberOf(series: string): number | undefined {
  const line = openMetrics.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1).split(' ')[0]);
}

describe('the metrics of a run', () => {
  it('are as they were', async () => {
    await expect(openMetrics).toMatchFileSnapshot(`${import.meta.dirname}/golden/metrics.openmetrics.txt`);
    await expect(exposition(families, 'prometheus')).toMatchFileSnapshot(
      `${import.meta.dirname}/golden/metrics.prometheus.txt`,
    );
  });

  it('are those of the catalogue, with its labels', () => {
    const own = Object.values(liveMetrics).filter(({ name }) => name !== liveMetrics.targetInfo.name);
    expect(families.map(({ name }) => name).toSorted()).toEqual(own.map(({ name }) => name).toSorted());
    for (const { name, samples } of families) {
      const labels = own.find((one) => one.name === name)?.labels ?? [];
      for (const sample of samples)
        expect([name, Object.keys(sample.labels).filter((label) => label !== 'le')]).toEqual([
          name,
          [...labels],
        ]);
    }
  });

  it('count what was measured', () => {
    const probe = 'service="wordcount",journey="probe",role="judge"';
    expect(numberOf(`garbageday_requests_total{${probe}}`)).toBe(600);
    expect(numberOf(`garbageday_bad_requests_total{${probe},reason="reset"}`)).toBe(1);
    expect(numberOf(`garbageday_request_duration_seconds_bucket{${probe},le="0.3"}`)).toBe(599);
    expect(numberOf(`garbageday_request_duration_seconds_bucket{${probe},le="+Inf"}`)).toBe(600);
    expect(numberOf(`garbageday_request_duration_seconds_count{${probe}}`)).toBe(600);
    const slo = 'service="wordcount",slo="probe-latency",journey="probe",sli="latency"';
    expect(numberOf(`garbageday_sli_events_total{${slo}}`)).toBe(600);
    expect(numberOf(`garbageday_sli_bad_events_total{${slo}}`)).toBe(2);
    expect(numberOf(`garbageday_slo_burn_rate{${slo},window="30d",over="1h"}`)).toBeCloseTo(2 / 600 / 0.01);
    const kill = 'service="wordcount",group="web",fault="terminate"';
    expect(numberOf(`garbageday_faults_injected_total{${kill}}`)).toBe(1);
    expect(numberOf(`garbageday_experiments_total{${kill},outcome="pass"}`)).toBe(1);
    expect(numberOf(`garbageday_experiments_total{${kill},outcome="fail"}`)).toBe(0);
  });

  it('name the experiment in whose time it was measured', () => {
    const marked = openMetrics.split('\n').filter((line) => line.includes(' # {'));
    expect(marked.map((line) => line.slice(0, line.indexOf('{')))).toEqual([
      ...['garbageday_bad_requests_total', 'garbageday_request_duration_seconds_bucket'],
      ...['garbageday_request_duration_seconds_bucket', 'garbageday_sli_bad_events_total'],
      ...[
        'garbageday_sli_bad_events_total',
        'garbageday_experiments_total',
        'garbageday_faults_injected_total',
      ],
    ]);
    expect(marked.filter((line) => !line.includes(`# {${experimentLabel}="gameday-x-1"} `))).toEqual([]);
    expect(marked.find((line) => line.includes('le="1.0"'))).toMatch(/ # \{.*\} 0\.7 1795780820$/);
  });

  it('follow what the client asks for: OpenMetrics for Prometheus, text for all others', () => {
    const prometheus =
      'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1';
    expect(scraped(families, prometheus)).toEqual({
      contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
      text: openMetrics,
    });
    for (const accept of ['', '*/*', 'text/html', 'text/plain']) {
      const { contentType, text } = scraped(families, accept);
      expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect(text).not.toMatch(/# (EOF|UNIT)| # \{/);
      expect(text).toContain('# TYPE garbageday_requests_total counter\n');
    }
  });

  // As in the report's: CI has Prometheus.
  it.runIf(hasPromtool)('satisfy promtool', () => {
    const input = scraped(families, '').text;
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input });
    expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
  });

  it('have no name that means something else in the report', async () => {
    const report = renderOpenMetrics(await monthReport(1));
    const reported = new Map(
      [...report.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name, help]) => [name, help]),
    );
    expect(reported.size).toBeGreaterThan(10);
    for (const { name, type, help } of Object.values(liveMetrics)) {
      for (const series of [name, seriesName({ name, type })]) {
        if (reported.has(series))
          expect([series, type, reported.get(series)]).toEqual([series, 'gauge', help]);
      }
    }
  });
});

describe('exemplars', () => {
  const withId = (id: string) =>
    exposition([
      {
        ...{ name: 'a', type: 'counter', help: 'h' },
        samples: [
          { labels: {}, value: 1, exemplar: { labels: { [experimentLabel]: id }, value: 1, atMs: 1_500 } },
        ],
      },
    ]);

  it('have a label, a value and a time in seconds', () => {
    expect(withId('x"1')).toBe(
      '# TYPE a counter\n# HELP a h\na_total 1 # {experiment_id="x\\"1"} 1 1.5\n# EOF\n',
    );
  });

  it('are left out when they are longer than the standard allows, so that the rest can be read', () => {
    expect(withId('x'.repeat(115))).toContain(' # {');
    expect(withId('x'.repeat(116))).not.toContain(' # {');
    // A bidirectional control is written as six characters.
    expect(withId(`${'x'.repeat(109)}\u202e`)).toContain(' # {');
    expect(withId(`${'x'.repeat(110)}\u202e`)).not.toContain(' # {');
  });
});

describe('latency buckets', () => {
  it('hold every latency once, whatever the thresholds', () => {
    const latencies = fc.array(fc.tuple(fc.integer({ min: -100, max: 550 }), fc.integer({ min: 1, max: 9 })));
    fc.assert(
      fc.property(latencies, fc.array(fc.integer({ min: 1, max: 60_000 })), (pairs, thresholds) => {
        const bounds = bucketBoundsMs(thresholds);
        const buckets = [...new Map(pairs)].toSorted(([a], [b]) => a - b);
        const { counts, sumMs } = addHistogram(emptyBuckets(bounds), { buckets }, bounds);
        let seen = 0;
        for (const [index, bound] of bounds.entries()) {
          seen += counts[index] ?? 0;
          const expected = buckets.filter(([bucket]) => midpointMs(bucket) <= bound);
          expect(seen).toBe(expected.reduce((sum, [, count]) => sum + count, 0));
        }
        expect(sumMs).toBeGreaterThanOrEqual(0);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
          buckets.reduce((sum, [, count]) => sum + count, 0),
        );
      }),
    );
  });
});

describe('an objective', () => {
  it('does not count seconds in which the judge was late, but those of a load', () => {
    const late = { lagMs: 9_000 };
    const slos = [sloConfiguration(), sloConfiguration({ name: 'users-availability', journey: 'users' })];
    const { service, journeys, probe } = configuration({ slos });
    const measured = measurements({ service, journeys, slos, maxLagMs: probe.maxLagMs });
    for (const journey of ['probe', 'users'])
      measured.add(
        sliceAt(
          fromMs,
          Array.from({ length: 10 }, () => late),
          { journey },
        ),
        null,
      );
    const { slos: read, journeys: seen } = measured.read(fromMs + 1_000);
    expect(read.map(({ events }) => events.total)).toEqual([0, 10]);
    expect(seen.map(({ name, ended, voidSlices }) => [name, ended.total, voidSlices]).toSorted()).toEqual([
      ['probe', 10, 1],
      ['users', 10, 0],
    ]);
  });

  it('by time slices counts a slice once it is over', () => {
    const budgeting = { kind: 'timeslices', sliceSeconds: 10, sliceTarget: 0.95 } as const;
    const slo = sloMeasurements(sloConfiguration({ budgeting, alerts: defaultBurnRules }));
    for (let second = 0; second < 25; second += 1)
      slo.add(sliceAt(fromMs + second * 1_000, second < 10 ? [badAnswer] : []), second < 10 ? 'x' : null);
    const { events, bad, burn } = slo.read(fromMs + 25_000);
    expect(events).toEqual({ good: 1, total: 2 });
    expect(bad).toEqual({ experimentId: 'x', value: 1, atMs: fromMs });
    expect(burn.map(({ rate }) => rate)).toEqual(burn.map(() => 500));
  });

  it('of which nothing was measured has counters of 0 and no burn rate', () => {
    const slo = sloMeasurements(sloConfiguration());
    const text = exposition(sloFamilies([{ service: 's', slos: [slo.read(fromMs)] }]));
    expect(text).toMatch(/^garbageday_sli_events_total\{.*\} 0$/m);
    expect(text).not.toContain('burn_rate{');
  });
});

describe('experiments', () => {
  it('are under way from their claim to their end', () => {
    const counts = experimentCounts(configuration().groups);
    const plan = experimentPlan();
    const take = (state: Parameters<typeof counts.take>[1]['state'], atMs: number) =>
      counts.take(plan, { experimentId: plan.id, seq: 0, atMs, state });
    take({ kind: 'drawn', plan }, 0);
    expect([counts.read().phase, counts.during(0, 1_000)]).toEqual([null, null]);
    take({ kind: 'injected', injectedAtMs: 1_500 }, 1_600);
    expect([counts.read().phase, counts.during(0, 1_000), counts.during(1_000, 2_000)]).toEqual([
      ...['injected', null, plan.id],
    ]);
    take({ kind: 'aborted', reason: { kind: 'lever', text: 'x' }, impact: null }, 3_000);
    expect([counts.read().phase, counts.during(2_000, 3_000), counts.during(3_000, 4_000)]).toEqual([
      ...[null, plan.id, null],
    ]);
  });

  it('that are dry runs are never under way: they end with their claim', () => {
    const counts = experimentCounts(configuration().groups);
    const plan = experimentPlan({ mode: 'dry-run' });
    counts.take(plan, { experimentId: plan.id, seq: 1, atMs: 5, state: { kind: 'claimed', target } });
    expect(counts.read().phase).toBeNull();
  });

  it('that are refused are counted by reason', () => {
    const counts = experimentCounts(configuration().groups);
    const refusal = { reason: 'cooldown', detail: 'x', numbers: {} } as const;
    const plan = experimentPlan();
    counts.take(plan, { experimentId: plan.id, seq: 1, atMs: 5, state: { kind: 'refused', refusal } });
    expect(counts.read().refused).toEqual([
      {
        ...{ group: 'web', reason: 'cooldown', count: 1 },
        last: { experimentId: plan.id, value: 1, atMs: 5 },
      },
    ]);
  });

  it('say how many instances are well', () => {
    const { state } = liveRun(fromMs);
    const web = state.groups.find(({ name }) => name === 'web');
    const healthy = web?.instances.filter((one) => one.isHealthy && one.isInService).length;
    expect(numberOf('garbageday_group_healthy_instances{service="wordcount",group="web"}')).toBe(healthy);
  });
});
