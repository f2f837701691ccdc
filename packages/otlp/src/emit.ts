/** An event as a log record of the OpenTelemetry SDK. */
import { type Logger, SeverityNumber } from '@opentelemetry/api';
import type { OtlpEvent } from './experiment-events.ts';

const severities = {
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
} as const satisfies Record<OtlpEvent['severity'], SeverityNumber>;

export function emit(
  logger: Logger,
  { name, atMs, severity, body, attributes }: OtlpEvent,
  nowMs: number,
): void {
  logger.emit({
    eventName: name,
    timestamp: new Date(atMs),
    observedTimestamp: new Date(nowMs),
    severityNumber: severities[severity],
    severityText: severity.toUpperCase(),
    body,
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, typeof value === 'object' ? [...value] : value]),
    ),
  });
}
