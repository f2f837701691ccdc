/** Exports at once, and says whether it was taken: for a function that must leave nothing unsent when it returns. */
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import { type DiagLogger, DiagLogLevel, diag } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, type LogRecordProcessor, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { AggregationTemporality } from '@opentelemetry/sdk-metrics';
import { emit } from './emit.ts';
import type { OtlpEvent } from './experiment-events.ts';
import { metricsSince, otlpScope, type Span } from './metric-data.ts';
import type { OtlpProtocol } from './otlp-settings.ts';

export type OnceTo = {
  /** To which `/v1/metrics` and `/v1/logs` are added. */
  readonly endpoint: string;
  readonly protocol: OtlpProtocol;
  /** As in OTEL_EXPORTER_OTLP_HEADERS: `api-key=…`. Empty: none. */
  readonly headers: string;
  /** Of the exporting program, beside its `service.name`. */
  readonly resource: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** What the collector took, and said something about: that it dropped a part of it, say. */
  readonly warn: (text: string) => void;
};

/** Tries again until `timeoutMs` have passed, and no longer. @throws OtlpExportError if the collector did not take it, or may not have. */
export type ExportOnce = {
  /** Sums since `startMs`, as they were at `endMs`. */
  readonly metrics: (families: readonly Family[], span: Span) => Promise<void>;
  readonly event: (event: OtlpEvent, nowMs: number) => Promise<void>;
};

/** Without a user, a password or a query; what it says of a header is its name. */
export class OtlpExportError extends Error {
  readonly code = 'otlp-export';
  /** These data will never be taken: HTTP 400, unlike a key or an address that can be corrected. */
  readonly isRefused: boolean;

  constructor(url: string, cause: unknown) {
    super(`${addressOf(url)} did not take what was sent by OTLP: ${whyOf(cause)}`, causeOf(cause));
    this.name = 'OtlpExportError';
    this.isRefused = codeOf(cause) === '400';
  }
}

export function exportOnce(to: OnceTo): ExportOnce {
  const { protocol, timeoutMs: timeoutMillis, warn } = to;
  const resource = resourceFromAttributes({ 'service.name': otlpScope, ...to.resource });
  const headers = headersOf(to.headers);
  const settingsOf = (path: string) => ({
    ...{ url: `${to.endpoint.replace(/\/+$/, '')}/v1/${path}`, headers, timeoutMillis },
    // A connection would be found reset after Lambda has thawed the process.
    httpAgentOptions: { keepAlive: false },
  });
  listen(warn);
  return {
    metrics: async (families, { startMs, endMs }) => {
      const settings = settingsOf('metrics');
      const exporter = protocol === 'http/json' ? new JsonMetrics(settings) : new ProtobufMetrics(settings);
      const metrics = metricsSince(startMs, () => AggregationTemporality.CUMULATIVE)(families, endMs);
      const scopeMetrics = [{ scope: { name: otlpScope }, metrics }];
      await taken(settings, (done) => exporter.export({ resource, scopeMetrics }, done));
      await exporter.shutdown();
    },
    event: async (event, nowMs) => {
      const settings = settingsOf('logs');
      const exporter = protocol === 'http/json' ? new JsonLogs(settings) : new ProtobufLogs(settings);
      const records: ReadableLogRecord[] = [];
      const loggers = new LoggerProvider({ resource, processors: [gathering(records)] });
      emit(loggers.getLogger(otlpScope), event, nowMs);
      await taken(settings, (done) => exporter.export(records, done));
      await exporter.shutdown();
    },
  };
}

/** The processors of the SDK report a failure to no one who waits. */
function gathering(records: ReadableLogRecord[]): LogRecordProcessor {
  return {
    onEmit: (record) => void records.push(record),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
}

type Waiting = { readonly url: string; readonly timeoutMillis: number };

/** The SDK waits longer for a connection that is not made, and forever for an answer that does not end. */
async function taken(
  { url, timeoutMillis }: Waiting,
  send: (done: (result: ExportResult) => void) => void,
): Promise<void> {
  const { code, error } = await new Promise<ExportResult>((resolve) => {
    const late = new Error(`no answer within ${timeoutMillis / 1_000} s`);
    const timer = setTimeout(resolve, timeoutMillis, { code: ExportResultCode.FAILED, error: late });
    send((result) => {
      clearTimeout(timer);
      resolve(result);
    });
  });
  if (code !== ExportResultCode.SUCCESS) throw new OtlpExportError(url, error);
}

/** @throws TypeError in one line, which does not show them. */
function headersOf(text: string): Record<string, string> {
  const headers = parseKeyPairsIntoRecord(text);
  if (text.trim() !== '' && Object.keys(headers).length === 0)
    throw new TypeError(
      'the headers for OTLP are not name=value, with commas in between; set them like api-key=…',
    );
  return headers;
}

function listen(warn: (text: string) => void): void {
  const ignore = (): void => {};
  const say = (...said: readonly unknown[]): void => warn(said.map(textOf).join(' '));
  const logger: DiagLogger = {
    ...{ error: say, warn: say },
    ...{ info: ignore, debug: ignore, verbose: ignore },
  };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}

/** The SDK hands over whole answers, too: a page of HTML, say. */
function textOf(part: unknown): string {
  if (Buffer.isBuffer(part)) return shortened(part.toString('utf8', 0, 1_000));
  if (part instanceof Error) return shortened(part.message);
  return shortened(typeof part === 'string' ? part : JSON.stringify(part));
}

function shortened(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 250);
}

function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function whyOf(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  const code = codeOf(error);
  return `${shortened(text) || 'no answer'}${code === null ? '' : ` (${code})`}`;
}

/** Without the SDK's error of an HTTP answer, which holds all of it for a log: pages of HTML, or the headers that were sent. */
function causeOf(error: unknown): { readonly cause?: unknown } {
  return error instanceof Error && 'data' in error ? {} : { cause: error };
}

/** An HTTP status, or what a socket says; `null`: neither. */
function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
