import { otlpSettings } from '@garbageday/otlp/otlp-settings.ts';
import { describe, expect, it } from 'vitest';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' };
const everything = { protocol: 'http/protobuf', address: 'http://localhost:4318' };

describe('what the environment says about exporting', () => {
  it.each([
    ['nothing set', {}],
    ['an empty endpoint', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }],
    ['the SDK disabled', { ...endpoint, OTEL_SDK_DISABLED: 'True' }],
    ['no exporter', { ...endpoint, OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' }],
    ['only traces', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces' }],
  ])('%s: nothing is exported', (_, env) => {
    expect(otlpSettings(env)).toBeNull();
  });

  it('one endpoint is for metrics and events', () => {
    expect(otlpSettings(endpoint)).toMatchObject({ metrics: everything, logs: everything, problems: [] });
  });

  it('an endpoint of one signal is for that signal', () => {
    const only = { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'https://otlp.example.com/v1/metrics' };
    const address = 'https://otlp.example.com/v1/metrics';
    expect(otlpSettings(only)).toMatchObject({
      metrics: { protocol: 'http/protobuf', address },
      logs: null,
    });
  });

  it('a signal that is exported elsewhere is left out', () => {
    const settings = otlpSettings({
      ...endpoint,
      OTEL_METRICS_EXPORTER: 'console, otlp',
      OTEL_LOGS_EXPORTER: 'console',
    });
    expect(settings).toMatchObject({ metrics: everything, logs: null, problems: [] });
  });

  it("the protocol of a signal comes before everyone's", () => {
    const settings = otlpSettings({
      ...endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/protobuf',
    });
    expect(settings).toMatchObject({
      metrics: { protocol: 'http/json' },
      logs: { protocol: 'http/protobuf' },
    });
  });

  it.each([
    ['grpc', { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL is "grpc"'],
    ['no URL', { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost' }, 'OTEL_EXPORTER_OTLP_ENDPOINT is not an address'],
    [
      'no HTTP',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://a:1' },
      'OTEL_EXPORTER_OTLP_ENDPOINT is not an address',
    ],
  ])('%s: nothing is exported, and one sentence says why', (_, env, sentence) => {
    const settings = otlpSettings(env);
    expect(settings).toMatchObject({ metrics: null, logs: null });
    expect(settings?.problems).toEqual([expect.stringContaining(sentence)]);
  });

  it('messages never show a password or a query', () => {
    const address = 'https://otlp.example.com/x';
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:secret@otlp.example.com/x?key=secret' };
    expect(otlpSettings(env)).toMatchObject({ metrics: { address }, logs: { address } });
  });

  it.each(['-5', '2147483648'])(
    'intervals and limits are the usual ones where they cannot be: %s',
    (text) => {
      const settings = otlpSettings({
        ...endpoint,
        OTEL_METRIC_EXPORT_INTERVAL: text,
        OTEL_BLRP_MAX_QUEUE_SIZE: 'many',
      });
      expect(settings).toMatchObject({ intervalMs: 10_000, timeoutMs: 10_000, queue: { mostQueued: 2_048 } });
    },
  );

  it('a timeout is no longer than the interval, and a batch no larger than the queue', () => {
    const settings = otlpSettings({
      ...endpoint,
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      OTEL_METRIC_EXPORT_TIMEOUT: '700',
      OTEL_BLRP_MAX_QUEUE_SIZE: '100',
    });
    expect(settings).toMatchObject({
      intervalMs: 500,
      timeoutMs: 500,
      queue: { mostQueued: 100, mostAtOnce: 100 },
    });
  });
});
