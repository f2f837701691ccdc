/** A real Prometheus scrapes what a run and a probe expose, and its promtool checks it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startMetricsServer } from '@garbageday/monitors/http/metrics-server.ts';
import { scraped } from '@garbageday/monitors/http/scrape.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../local/eventually.ts';
import { serveHttp } from '../prober/servers.ts';
import { experimentId, runFamilies } from './metric-run.ts';
import { promtool, startPrometheus } from './prometheus.ts';

const cli = join(import.meta.dirname, '../../packages/cli/bin/garbageday.js');

describe('Prometheus', () => {
  it('takes the metrics of a run, and its exemplars', async () => {
    const fromMs = Math.floor(Date.now() / 1_000) * 1_000 - 60_000;
    const families = runFamilies(fromMs);
    const server = await startMetricsServer(0, async (accept) => scraped(families, accept));
    onTestFinished(server.close);
    const { ask, numberOf } = await startPrometheus(server.url);
    const requests = () => numberOf('garbageday_requests_total{journey="probe"}').catch(() => null);
    await eventually('a scrape', async () => (await requests()) === 600, 60_000);
    expect(await numberOf('up')).toBe(1);
    expect(await numberOf('garbageday_slo_budget_remaining_ratio')).toBe(0.75);
    expect(await numberOf('garbageday_request_duration_seconds_bucket{journey="probe",le="0.3"}')).toBe(599);
    const range = { start: String(fromMs / 1_000 - 60), end: String(fromMs / 1_000 + 120) };
    const exemplars = (query: string) => ask('query_exemplars', { query, ...range });
    expect(await exemplars('garbageday_faults_injected_total')).toMatchObject([
      { exemplars: [{ labels: { experiment_id: experimentId }, value: '1' }] },
    ]);
    expect(await exemplars('garbageday_request_duration_seconds_bucket{le="1.0"}')).toMatchObject([
      { exemplars: [{ labels: { experiment_id: experimentId }, value: '0.7' }] },
    ]);
    const { activeTargets } = (await ask('targets')) as { activeTargets: { lastError: string }[] };
    expect(activeTargets.map(({ lastError }) => lastError)).toEqual(['']);
  });

  it('takes those of a probe while it runs, and promtool finds nothing in them', async () => {
    const service = await serveHttp((_, response) => void response.end());
    const child = spawn(
      process.execPath,
      [cli, 'probe', service.url, '--duration', '10m', '--rate', '20', '--metrics-port', '0'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = new Promise((resolve) => child.once('close', resolve));
    onTestFinished(async () => {
      child.kill('SIGTERM');
      await ended;
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const url = await eventually(
      'its address',
      () => /metrics at (http:\S+\/metrics)/.exec(said)?.[1] ?? null,
      60_000,
    );
    const { numberOf } = await startPrometheus(url);
    const isMeasured = async () =>
      ((await numberOf('garbageday_requests_total').catch(() => null)) ?? 0) > 20;
    await eventually('a second of the probe', isMeasured, 60_000);
    expect(await numberOf(`garbageday_target_info{url="${service.url}/",journey="probe-1"}`)).toBe(1);
    expect(await numberOf('garbageday_slo_objective_ratio{sli="latency",window="run"}')).toBe(0.99);
    expect(promtool(['check', 'metrics'], await (await fetch(url)).text())).toEqual({ status: 0, said: '' });
  });
});
