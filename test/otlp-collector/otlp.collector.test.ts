/** A game day, a probe and what a stage on AWS exports, as a real OpenTelemetry Collector understands them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { ledgerMetrics } from '@garbageday/monitors/ledger/ledger-metrics.ts';
import { experimentEvent } from '@garbageday/otlp/experiment-events.ts';
import { exportOnce } from '@garbageday/otlp/export-once.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { start } from '../acceptance/garbageday.ts';
import { makePlace } from '../acceptance/place.ts';
import { configuration } from '../fakes/configuration.ts';
import { experimentPlan, targetRecord } from '../fakes/experiment.ts';
import { filledLedger, minute } from '../fakes/minutes.ts';
import { type FakeCollector, fakeCollector, logsOf, metricsOf, type Sent } from '../otlp/collector.ts';
import { buildCollector, type RealCollector, startCollector } from './real-collector.ts';

const place = makePlace();
const directory = mkdtempSync(join(tmpdir(), 'garbageday-otlp-'));
let sink: FakeCollector;
let collector: RealCollector;

beforeAll(async () => {
  sink = await fakeCollector();
  collector = await startCollector(buildCollector(directory), directory, sink.url);
});

beforeEach(() => void sink.sent.splice(0));

afterAll(async () => {
  await collector?.stop();
  await sink?.close();
  for (const one of [directory, place.mark]) rmSync(one, { recursive: true, force: true });
});

async function run(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_METRIC_EXPORT_INTERVAL: '2000',
    ...more,
  };
  return start(place, args, environment).ended;
}

/** Of the last export, or of each. */
function lastPoints(
  name: string,
  exports: readonly Sent[] = exported().slice(-1),
): readonly Record<string, unknown>[] {
  return exports.flatMap((one) => pointsIn(one, name));
}

function exported(): readonly Sent[] {
  return sink.sent.filter(({ path }) => path === '/v1/metrics');
}

function pointsIn(sent: Sent, name: string): readonly Record<string, unknown>[] {
  const { metrics } = metricsOf(sent).scopeMetrics[0];
  const metric = metrics.find((one) => one.name === name);
  const data = metric?.sum ?? metric?.gauge ?? metric?.histogram;
  return (data?.dataPoints ?? []).map((point) => ({ ...point, ...labelsOf(point) }));
}

function labelsOf({ attributes }: Record<string, unknown>): Record<string, string> {
  const pairs = attributes as readonly { key: string; value: { stringValue: string } }[];
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value.stringValue]));
}

describe('a real collector', () => {
  it.each(['http/protobuf', 'http/json'])('understands a game day over %s', async (protocol) => {
    const args = [
      'gameday',
      '--kills',
      '1',
      '--duration',
      '30s',
      '--rate',
      '30',
      '--no-page',
      '--seed',
      'otlp',
    ];
    const { stdout } = await run(args, { OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
    const report = JSON.parse(readFileSync(join(place.directory, 'report.json'), 'utf8'));
    expect(stdout).not.toContain('OpenTelemetry:');
    const [users] = lastPoints('garbageday_requests').filter(({ role }) => role === 'load');
    expect(Number(users?.['asInt'])).toBe(report.users.sent);
    const [latency] = lastPoints('garbageday_request_duration_seconds').filter(({ role }) => role === 'load');
    expect(Number(latency?.['count'])).toBe(report.users.sent);
    expect(lastPoints('garbageday_group_healthy_instances')).toEqual([]);
    expect(lastPoints('garbageday_group_healthy_instances', exported())).toEqual(
      expect.arrayContaining([expect.objectContaining({ group: 'web', asDouble: 3 })]),
    );
    const logs = sink.sent.filter(({ path }) => path === '/v1/logs');
    const records = logs.flatMap((one) => logsOf(one).scopeLogs[0].logRecords);
    expect(records.map(({ eventName }) => eventName)).toEqual([
      'garbageday.fault.injected',
      'garbageday.experiment.completed',
    ]);
  });

  it('understands a probe', async () => {
    const server = createServer((_, response) => void response.end('ok'));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { stdout } = await run(['probe', url, '--rate', '20', '--duration', '3s', '--json']);
    server.closeAllConnections();
    server.close();
    const [probe] = lastPoints('garbageday_requests');
    expect(Number(probe?.['asInt'])).toBe(JSON.parse(stdout).targets[0].sent);
  });

  it.each(['http/protobuf', 'http/json'] as const)(
    'understands what a stage exports over %s',
    async (protocol) => {
      const midnight = Date.UTC(2026, 10, 27);
      const slices = [0, 1, 2].map((index) => minute(midnight / minuteMs + index, index));
      const plan = experimentPlan();
      const exporting = exportOnce({
        ...{ endpoint: collector.url, protocol, headers: '', resource: {}, timeoutMs: 10_000 },
        warn: (text) => expect.fail(text),
      });
      const read = ledgerMetrics({
        ...{ ledger: await filledLedger(slices), configuration: configuration(), journeys: ['probe'] },
        ...{ lateMs: minuteMs, excludedBefore: async () => [], lever: async () => ({ kind: 'released' }) },
      });
      const span = { startMs: midnight, endMs: midnight + 3 * minuteMs };
      await exporting.metrics(await read(span), span);
      const state = { kind: 'injected', injectedAtMs: midnight } as const;
      const transition = { experimentId: plan.id, seq: 3, atMs: midnight, state };
      const event = experimentEvent('shop', { plan, transition, target: targetRecord });
      if (event === null) throw new Error('a kill is an event');
      await exporting.event(event, midnight);
      const [requests] = lastPoints('garbageday_requests');
      expect(requests).toMatchObject({
        ...{ asInt: '30', startTimeUnixNano: `${midnight}000000`, timeUnixNano: `${span.endMs}000000` },
        ...{ service: 'wordcount', role: 'judge' },
      });
      expect(lastPoints('garbageday_bad_requests').find(({ reason }) => reason === 'reset')).toMatchObject({
        asInt: '3',
      });
      expect(lastPoints('garbageday_slo_budget_remaining_ratio')).toHaveLength(2);
      const [log] = sink.sent.filter(({ path }) => path === '/v1/logs').map(logsOf);
      expect(log?.scopeLogs[0].logRecords).toMatchObject([
        {
          eventName: 'garbageday.fault.injected',
          attributes: expect.arrayContaining([
            { key: 'log.record.uid', value: { stringValue: `shop/${plan.id}/3/${midnight}` } },
          ]),
        },
      ]);
    },
  );
});
