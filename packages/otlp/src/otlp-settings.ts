/**
 * What the environment says about exporting, by the names of the OpenTelemetry specification ("Environment Variable Specification",
 * "OpenTelemetry Protocol Exporter"). Headers, certificates, compression and resource attributes are read by the SDK itself. Pure; does not load
 * the SDK.
 */

export type Environment = Readonly<Record<string, string | undefined>>;

export type OtlpProtocol = 'http/protobuf' | 'http/json';

export type Signal = 'metrics' | 'logs';

export type Destination = {
  readonly protocol: OtlpProtocol;
  /** For messages: without a user, a password and a query. */
  readonly address: string;
};

export type OtlpSettings = {
  /** `null`: this signal is not exported. */
  readonly metrics: Destination | null;
  readonly logs: Destination | null;
  /** What is set and cannot be honoured, one sentence each. */
  readonly problems: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly queue: {
    readonly delayMs: number;
    readonly timeoutMs: number;
    readonly mostQueued: number;
    readonly mostAtOnce: number;
  };
};

/** The specification's is a minute, in which a short game day has two points. */
const usualIntervalMs = 10_000;

/** `null`: nothing is to be exported, and nothing about it needs saying. */
export function otlpSettings(env: Environment): OtlpSettings | null {
  if (textOf(env, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return null;
  const [metrics, logs] = [destinationOf(env, 'metrics'), destinationOf(env, 'logs')];
  if (metrics === null && logs === null) return null;
  const problems = [metrics, logs].flatMap((one) => (typeof one === 'string' ? one : []));
  const intervalMs = countOf(env, 'OTEL_METRIC_EXPORT_INTERVAL', usualIntervalMs);
  const mostQueued = countOf(env, 'OTEL_BLRP_MAX_QUEUE_SIZE', 2_048);
  return {
    metrics: typeof metrics === 'string' ? null : metrics,
    logs: typeof logs === 'string' ? null : logs,
    problems: [...new Set(problems)],
    intervalMs,
    // The SDK takes no timeout that is longer than the interval.
    timeoutMs: Math.min(intervalMs, countOf(env, 'OTEL_METRIC_EXPORT_TIMEOUT', 30_000)),
    queue: {
      delayMs: countOf(env, 'OTEL_BLRP_SCHEDULE_DELAY', 1_000),
      timeoutMs: countOf(env, 'OTEL_BLRP_EXPORT_TIMEOUT', 30_000),
      mostQueued,
      mostAtOnce: Math.min(mostQueued, countOf(env, 'OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', 512)),
    },
  };
}

/** `null`: not asked for. A text: asked for in a way that does not work. */
function destinationOf(env: Environment, signal: Signal): Destination | string | null {
  const name = signal.toUpperCase();
  const exporters = textOf(env, `OTEL_${name}_EXPORTER`);
  if (exporters !== null && !exporters.split(',').some((one) => one.trim() === 'otlp')) return null;
  const variable = [`OTEL_EXPORTER_OTLP_${name}_ENDPOINT`, 'OTEL_EXPORTER_OTLP_ENDPOINT'].find(
    (one) => textOf(env, one) !== null,
  );
  if (variable === undefined) return null;
  const address = addressOf(textOf(env, variable) ?? '');
  if (address === null)
    return `${variable} is not an address; set it to http://localhost:4318 or the like: nothing is exported`;
  return protocolOf(env, name, address);
}

function protocolOf(env: Environment, name: string, address: string): Destination | string {
  const [specific, general] = [`OTEL_EXPORTER_OTLP_${name}_PROTOCOL`, 'OTEL_EXPORTER_OTLP_PROTOCOL'];
  const variable = textOf(env, specific) === null ? general : specific;
  const protocol = textOf(env, variable) ?? 'http/protobuf';
  if (protocol === 'http/protobuf' || protocol === 'http/json') return { protocol, address };
  return `${variable} is ${JSON.stringify(protocol.slice(0, 32))}, and this exporter speaks http/protobuf and http/json (port 4318 of most collectors): nothing is exported`;
}

function addressOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, origin, pathname } = new URL(text);
  return /^https?:$/.test(protocol) ? `${origin}${pathname === '/' ? '' : pathname}` : null;
}

/** The specification: an empty value is as good as none. */
function textOf(env: Environment, name: string): string | null {
  const text = env[name]?.trim() ?? '';
  return text === '' ? null : text;
}

/** A timer of Node that should take longer ends after a millisecond. */
const longestTimerMs = 2 ** 31 - 1;

/** The specification: what cannot be parsed is ignored. */
function countOf(env: Environment, name: string, usual: number): number {
  const value = Number(textOf(env, name) ?? Number.NaN);
  return Number.isInteger(value) && value > 0 && value <= longestTimerMs ? value : usual;
}
