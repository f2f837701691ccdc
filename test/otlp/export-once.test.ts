/** What a function exports before it returns: taken, or an error that says where and why. */
import { inspect } from 'node:util';
import { type ExportOnce, exportOnce, type OnceTo } from '@garbageday/otlp/export-once.ts';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeCollector, fakeCollector, logsOf, metricsOf } from './collector.ts';

const event = {
  name: 'garbageday.fault.injected',
  atMs: 1_700_000_000_123,
  severity: 'warn',
  body: 'termination of web-a',
  attributes: { 'log.record.uid': 'shop/x/3/1', 'garbageday.group': 'web' },
} as const;

const families: readonly Family[] = [
  {
    ...{ name: 'garbageday_requests', type: 'counter', help: 'Sent.' },
    samples: [{ labels: { service: 'shop' }, value: 3 }],
  },
];

const span = { startMs: 1_700_000_000_000, endMs: 1_700_000_060_000 };

const servers: FakeCollector[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map(({ close }) => close()));
});

async function collector(answer?: Parameters<typeof fakeCollector>[0]): Promise<FakeCollector> {
  const server = await fakeCollector(answer);
  servers.push(server);
  return server;
}

function exporting(
  endpoint: string,
  changes: Partial<OnceTo> = {},
): ExportOnce & { readonly warnings: string[] } {
  const warnings: string[] = [];
  const once = exportOnce({
    ...{ endpoint, protocol: 'http/json', headers: '', resource: { 'deployment.environment.name': 'dev' } },
    timeoutMs: 5_000,
    warn: (text) => void warnings.push(text),
    ...changes,
  });
  return { ...once, warnings };
}

const both: readonly (readonly [string, (once: ExportOnce) => Promise<void>])[] = [
  ['metrics', (once) => once.metrics(families, span)],
  ['an event', (once) => once.event(event, 1_700_000_010_000)],
];

describe('exporting once', () => {
  it('metrics are sums of the span, with the headers and the resource', async () => {
    const { url, sent } = await collector();
    await exporting(`${url}/`, { headers: 'api-key=abc, x-team=a' }).metrics(families, span);
    expect(sent.map(({ path }) => path)).toEqual(['/v1/metrics']);
    expect(sent[0]?.headers).toMatchObject({ 'api-key': 'abc', 'x-team': 'a' });
    const [metrics] = sent.map(metricsOf);
    expect(metrics?.resource.attributes).toEqual([
      { key: 'service.name', value: { stringValue: 'garbageday' } },
      { key: 'deployment.environment.name', value: { stringValue: 'dev' } },
    ]);
    expect(metrics?.scopeMetrics[0].metrics).toMatchObject([
      {
        name: 'garbageday_requests',
        sum: {
          ...{ isMonotonic: true, aggregationTemporality: 2 },
          dataPoints: [
            {
              asInt: 3,
              startTimeUnixNano: `${span.startMs}000000`,
              timeUnixNano: `${span.endMs}000000`,
            },
          ],
        },
      },
    ]);
  });

  it('an event is one record, by which a second copy can be told', async () => {
    const { url, sent } = await collector();
    const once = exporting(url);
    await once.event(event, 1_700_000_010_000);
    await once.event(event, 1_700_000_020_000);
    expect(sent.map(({ path }) => path)).toEqual(['/v1/logs', '/v1/logs']);
    for (const logs of sent.map(logsOf))
      expect(logs.scopeLogs[0].logRecords).toMatchObject([
        {
          eventName: 'garbageday.fault.injected',
          timeUnixNano: '1700000000123000000',
          severityText: 'WARN',
          body: { stringValue: 'termination of web-a' },
          attributes: expect.arrayContaining([
            { key: 'log.record.uid', value: { stringValue: 'shop/x/3/1' } },
          ]),
        },
      ]);
  });

  it.each(both)('%s: protobuf where it is asked for', async (_, send) => {
    const { url, sent } = await collector((response) => void response.end());
    await send(exporting(url, { protocol: 'http/protobuf' }));
    expect(sent[0]?.headers['content-type']).toBe('application/x-protobuf');
  });

  it.each(both)('%s: a refusal is an error that says where and why, and shows no key', async (_, send) => {
    const { url } = await collector((response) => void response.writeHead(401).end());
    const failing = send(exporting(url, { headers: 'api-key=abc' }));
    await expect(failing).rejects.toMatchObject({ name: 'OtlpExportError', code: 'otlp-export' });
    await expect(failing).rejects.toThrow(
      new RegExp(`^${url}/v1/(metrics|logs) did not take what was sent by OTLP: Unauthorized \\(401\\)$`),
    );
    await expect(failing).rejects.not.toThrow('abc');
  });

  it.each(both)('%s: the error does not repeat the answer, which may repeat a key', async (_, send) => {
    const { url } = await collector((response) => void response.writeHead(403).end('denied: api-key=abc'));
    const failed = await send(exporting(url, { headers: 'api-key=abc' })).catch((error: unknown) => error);
    expect(inspect(failed, { depth: 10, showHidden: true })).toContain('Forbidden (403)');
    expect(inspect(failed, { depth: 10, showHidden: true })).not.toContain('abc');
  });

  it.each([
    [400, true],
    [401, false],
    [404, false],
    [500, false],
  ])('HTTP %i: whether these data will never be taken is %s', async (status, isRefused) => {
    const { url } = await collector((response) => void response.writeHead(status).end());
    await expect(exporting(url).metrics(families, span)).rejects.toMatchObject({ isRefused });
  });

  it.each(both)('%s: a collector that is overloaded for a moment is asked again', async (_, send) => {
    let asked = 0;
    const { url, sent } = await collector((response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end();
      else response.setHeader('content-type', 'application/json').end('{}');
    });
    await send(exporting(url));
    expect(sent).toHaveLength(2);
  });

  it.each(both)('%s: a collector that is down is an error', async (_, send) => {
    const failing = send(exporting('http://127.0.0.1:1', { timeoutMs: 300 }));
    await expect(failing).rejects.toThrow(/^http:\/\/127\.0\.0\.1:1\/v1\/.*ECONNREFUSED/);
  });

  it.each<[string, Parameters<typeof fakeCollector>[0]]>([
    ['says nothing', () => {}],
    [
      'says something all the time, and never ends',
      (response) => {
        const dripping = setInterval(() => void response.write(' '), 50);
        response.on('close', () => clearInterval(dripping));
      },
    ],
  ])(
    'a collector that %s is an error when the time is over',
    async (_, answer) => {
      const { url } = await collector(answer);
      const failing = exporting(url, { timeoutMs: 400 }).metrics(families, span);
      await expect(failing).rejects.toThrow(/did not take what was sent by OTLP: no answer within 0\.4 s$/);
    },
    3_000,
  );

  it('what was taken in part is a warning', async () => {
    const { url } = await collector(
      (response) =>
        void response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ partialSuccess: { rejectedDataPoints: '1', errorMessage: 'too old' } })),
    );
    const once = exporting(url);
    await once.metrics(families, span);
    expect(once.warnings).toEqual([expect.stringContaining('too old')]);
  });

  it.each([
    ['http/json', 'Failed to parse metrics export response'],
    ['http/protobuf', 'could not deserialize response'],
  ] as const)(
    'an answer that is not %s, as of a wrong address, is one short warning',
    async (protocol, text) => {
      const { url } = await collector((response) => void response.end('<html>\n'.repeat(10_000)));
      const once = exporting(url, { protocol });
      await once.metrics(families, span);
      expect(once.warnings).toEqual([expect.stringContaining(text)]);
      expect(once.warnings[0]?.length).toBeLessThan(1_000);
    },
  );

  it('invalid headers are an error that does not show them', () => {
    expect(() => exporting('http://127.0.0.1:1', { headers: 'Bearer secret' })).toThrow(
      /^the headers for OTLP are not name=value/,
    );
    expect(() => exporting('http://127.0.0.1:1', { headers: ' ' })).not.toThrow();
  });
});
