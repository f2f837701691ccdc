/** Exports metrics and events by the OpenTelemetry SDK. Large: load it when something is exported. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import {
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import {
  MeterProvider,
  type MetricProducer,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { emit } from './emit.ts';
import type { OtlpEvent } from './experiment-events.ts';
import { metricsSince, otlpScope } from './metric-data.ts';
import type { Destination, OtlpSettings } from './otlp-settings.ts';

export type OtlpExport = {
  /** Returns at once; what does not fit into the queue is dropped. */
  readonly emit: (event: OtlpEvent) => void;
  /** Sends what there is, within the patience; never rejects. */
  readonly close: () => Promise<void>;
};

export type OtlpSource = {
  /** The current sums and gauges; asked for before each export. */
  readonly families: () => Promise<readonly Family[]>;
  /** Of the exporting program, beside what the environment says. */
  readonly resource: Readonly<Record<string, string>>;
  readonly now: () => number;
  /** One sentence, at most once. */
  readonly warn: (text: string) => void;
  /** How long the end of the run may wait for the collector. */
  readonly patienceMs: number;
};

export function startOtlp(settings: OtlpSettings, source: OtlpSource): OtlpExport {
  const { metrics, logs } = settings;
  const complain = complainOnce(settings, source.warn);
  const resource = resourceFromAttributes({ 'service.name': otlpScope, ...source.resource }).merge(
    detectResources({ detectors: [envDetector] }),
  );
  const meters = metrics === null ? null : meterProvider(metrics, { settings, source, resource });
  const loggers = logs === null ? null : loggerProvider(logs, settings, resource);
  const logger = loggers?.getLogger(otlpScope) ?? null;
  return {
    emit: (event) => {
      if (logger !== null) emit(logger, event, source.now());
    },
    close: async () => {
      const ended = Promise.all([meters?.shutdown(), loggers?.shutdown()]).then(() => true, complain);
      const isSent = await Promise.race([ended, delay(source.patienceMs, false, { ref: false })]);
      if (isSent === false) complain(`no answer within ${source.patienceMs / 1_000} s`);
      diag.disable();
    },
  };
}

type Metering = {
  readonly settings: OtlpSettings;
  readonly source: OtlpSource;
  readonly resource: Resource;
};

/** The families come in as they are: they have been counted already, and need no instruments. */
function meterProvider(
  { protocol }: Destination,
  { settings: { intervalMs, timeoutMs }, source: { families, now }, resource }: Metering,
): MeterProvider {
  const exporter = protocol === 'http/json' ? new JsonMetrics() : new ProtobufMetrics();
  const metricsOf = metricsSince(now(), (instrument) => exporter.selectAggregationTemporality(instrument));
  const producer: MetricProducer = {
    collect: async () => {
      const metrics = metricsOf(await families(), now());
      return {
        resourceMetrics: { resource, scopeMetrics: [{ scope: { name: otlpScope }, metrics }] },
        errors: [],
      };
    },
  };
  const reader = new PeriodicExportingMetricReader({
    ...{ exporter, exportIntervalMillis: intervalMs, exportTimeoutMillis: timeoutMs },
    metricProducers: [producer],
  });
  return new MeterProvider({ resource, readers: [reader] });
}

function loggerProvider(
  { protocol }: Destination,
  { queue }: OtlpSettings,
  resource: Resource,
): LoggerProvider {
  const processor = new BatchLogRecordProcessor({
    exporter: protocol === 'http/json' ? new JsonLogs() : new ProtobufLogs(),
    scheduledDelayMillis: queue.delayMs,
    exportTimeoutMillis: queue.timeoutMs,
    maxQueueSize: queue.mostQueued,
    maxExportBatchSize: queue.mostAtOnce,
  });
  return new LoggerProvider({ resource, processors: [processor] });
}

/** The SDK reports every failure in several places, not for which signal, and goes on: the first is told, in one line. */
function complainOnce({ metrics, logs }: OtlpSettings, warn: (text: string) => void) {
  const addresses = new Set([metrics, logs].flatMap((one) => (one === null ? [] : one.address)));
  let isTold = false;
  const complain = (error: unknown): void => {
    if (isTold) return;
    isTold = true;
    const where = [...addresses].join(' or ');
    warn(
      `OpenTelemetry: ${where} does not take what is sent (${whyOf(error)}); the run goes on and keeps trying`,
    );
  };
  const ignore = (): void => {};
  const logger: DiagLogger = {
    error: (message, ...details) => complain(details.find((one) => one instanceof Error) ?? message),
    warn: complain,
    ...{ info: ignore, debug: ignore, verbose: ignore },
  };
  setGlobalErrorHandler(complain);
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  return complain;
}

function whyOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // The reader wraps what the exporter says, as text.
  const inner = /\(error (?:\w+: )?(.*)\)$/s.exec(text)?.[1] ?? text;
  return inner.replaceAll(/\s+/g, ' ').trim().slice(0, 120) || 'no answer';
}
