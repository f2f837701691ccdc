import { otlpSettings } from '@garbageday/otlp/otlp-settings.ts';
import { type OtlpExport, startOtlp } from '@garbageday/otlp/start-otlp.ts';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type FakeCollector, fakeCollector, logsOf, metricsOf } from './collector.ts';

const event = {
  name: 'garbageday.fault.injected',
  atMs: 1_700_000_000_123,
  severity: 'warn',
  body: 'termination of web-a',
  attributes: { 'garbageday.group': 'web' },
} as const;

const families: readonly Family[] = [
  {
    ...{ name: 'garbageday_requests', type: 'counter', help: 'Sent.' },
    samples: [{ labels: { service: 'shop' }, value: 3 }],
  },
];

const servers: FakeCollector[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.splice(0).map(({ close }) => close()));
});

type Started = { readonly exporting: OtlpExport; readonly warnings: readonly string[] };

/** With the environment as a person sets it. */
function start(env: Readonly<Record<string, string>>, patienceMs = 5_000): Started {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const settings = otlpSettings(process.env);
  if (settings === null) throw new Error('nothing is exported');
  const warnings: string[] = [];
  const exporting = startOtlp(settings, {
    families: async () => families,
    resource: { 'service.version': '1.2.3' },
    now: () => 1_700_000_010_000,
    warn: (text) => void warnings.push(text),
    patienceMs,
  });
  return { exporting, warnings };
}

async function collector(answer?: Parameters<typeof fakeCollector>[0]): Promise<FakeCollector> {
  const server = await fakeCollector(answer);
  servers.push(server);
  return server;
}

describe('exporting to a collector', () => {
  it('sends sums and events, with the headers and the resource of the environment', async () => {
    const { url, sent } = await collector();
    const { exporting, warnings } = start({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=abc',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
      OTEL_SERVICE_NAME: 'our-game-days',
    });
    exporting.emit(event);
    await exporting.close();
    expect(warnings).toEqual([]);
    expect(sent.map(({ path }) => path).toSorted()).toEqual(['/v1/logs', '/v1/metrics']);
    for (const { headers } of sent) expect(headers['api-key']).toBe('abc');
    const [metrics] = sent.filter(({ path }) => path === '/v1/metrics').map(metricsOf);
    expect(metrics?.resource.attributes).toEqual(
      expect.arrayContaining([
        { key: 'service.name', value: { stringValue: 'our-game-days' } },
        { key: 'service.version', value: { stringValue: '1.2.3' } },
        { key: 'deployment.environment.name', value: { stringValue: 'staging' } },
      ]),
    );
    expect(metrics?.scopeMetrics[0].metrics).toMatchObject([
      { name: 'garbageday_requests', sum: { isMonotonic: true, dataPoints: [{ asInt: 3 }] } },
    ]);
    const [logs] = sent.filter(({ path }) => path === '/v1/logs').map(logsOf);
    expect(logs?.scopeLogs[0].logRecords).toMatchObject([
      {
        eventName: 'garbageday.fault.injected',
        timeUnixNano: '1700000000123000000',
        severityText: 'WARN',
        body: { stringValue: 'termination of web-a' },
        attributes: [{ key: 'garbageday.group', value: { stringValue: 'web' } }],
      },
    ]);
  });

  it('speaks protobuf unless told otherwise, compressed if told so', async () => {
    const { url, sent } = await collector((response) => void response.end());
    const { exporting } = start({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_LOGS_EXPORTER: 'none',
    });
    await exporting.close();
    expect(sent.map(({ path }) => path)).toEqual(['/v1/metrics']);
    expect(sent[0]?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
    });
  });

  it.each([
    ['down', async () => 'http://127.0.0.1:1'],
    ['silent', async () => (await collector(() => {})).url],
    ['overloaded', async () => (await collector((response) => void response.writeHead(503).end())).url],
  ])('a collector that is %s costs one line, and no more time than the patience', async (_, there) => {
    const { exporting, warnings } = start({ OTEL_EXPORTER_OTLP_ENDPOINT: await there() }, 300);
    for (let count = 0; count < 5_000; count += 1) exporting.emit(event);
    const fromMs = performance.now();
    await exporting.close();
    expect(performance.now() - fromMs).toBeLessThan(5_000);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^OpenTelemetry: http:\/\/127\.0\.0\.1:\d+ does not take what is sent \(.+\)/,
    );
  });

  it('the line names both addresses where each signal has its own', async () => {
    const [metrics, logs] = [
      await collector(),
      await collector((response) => void response.writeHead(401).end()),
    ];
    const { exporting, warnings } = start({
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${metrics.url}/v1/metrics`,
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${logs.url}/v1/logs`,
    });
    exporting.emit(event);
    await exporting.close();
    expect(warnings).toEqual([expect.stringContaining(`${metrics.url}/v1/metrics or ${logs.url}/v1/logs`)]);
  });

  it('a collector that refuses says why in the line', async () => {
    const { url } = await collector((response) => void response.writeHead(401).end());
    const { exporting, warnings } = start({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
    exporting.emit(event);
    await exporting.close();
    expect(warnings).toEqual([expect.stringContaining('Unauthorized')]);
  });
});
