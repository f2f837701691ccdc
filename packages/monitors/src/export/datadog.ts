/**
 * SLOs and their burn-rate monitors for Datadog, as bodies of its API (v1: `POST /api/v1/slo`, `POST /api/v1/monitor`). Metrics come
 * by OTLP, whose names they keep. Pure.
 */
import { secondsText, windowSeconds } from '@garbageday/core/slo/window.ts';
import { type LiveMetric, liveMetrics } from '../metric-catalogue.ts';
import type { Exported, ExportedRule, ExportedSlo } from './exported-slo.ts';

/** Stands in the query of a monitor for the id that Datadog gives the SLO when it is made. */
export const sloIdPlaceholder = 'SLO_ID';

export type DatadogExport = {
  readonly slos: readonly {
    readonly slo: DatadogSlo;
    /** Their queries have `SLO_ID` where the id of the SLO belongs. */
    readonly monitors: readonly DatadogMonitor[];
  }[];
};

export type DatadogSlo = {
  readonly type: 'metric';
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly query: { readonly numerator: string; readonly denominator: string };
  readonly thresholds: readonly { readonly timeframe: Timeframe; readonly target: number }[];
};

export type DatadogMonitor = {
  readonly type: 'slo alert';
  readonly name: string;
  readonly query: string;
  readonly message: string;
  readonly tags: readonly string[];
  /** 1 is the highest. */
  readonly priority: number;
  readonly options: { readonly thresholds: { readonly critical: number }; readonly include_tags: boolean };
};

type Timeframe = '7d' | '30d' | '90d';

/** `remarks`: what Datadog cannot have as it is here, a sentence each. */
export function datadogMonitors(exported: Exported): {
  readonly document: DatadogExport;
  readonly remarks: readonly string[];
} {
  const slos = exported.slos.map((each) => {
    const rules = each.rules.filter(({ longSeconds }) => longSeconds <= longestSeconds);
    return {
      slo: datadogSlo(exported, each),
      monitors: rules.map((rule) => burnMonitor(exported, each, rule)),
    };
  });
  return { document: { slos }, remarks: exported.slos.flatMap(remarksOn) };
}

/** Of the long window of a burn-rate alert (Datadog's documentation of them). */
const longestSeconds = 48 * 3_600;

function remarksOn({ slo, rules }: ExportedSlo): readonly string[] {
  const { name, window } = slo;
  const timeframe = timeframeOf(window);
  const other =
    timeframe === window
      ? []
      : [
          `${name}: Datadog has no window of ${window}; its status there is over ${timeframe}, its alerts are the same`,
        ];
  const tooLong = rules
    .filter(({ longSeconds }) => longSeconds > longestSeconds)
    .map(({ severity, longSeconds }) => {
      const long = secondsText(longSeconds);
      return `${name}: the ${severity} over ${long} is left out; Datadog looks back 48 hours at most`;
    });
  return [...other, ...tooLong];
}

/** The shortest that holds the window, or else the longest. */
function timeframeOf(window: string): Timeframe {
  const days = windowSeconds(window) / 86_400;
  if (days <= 7) return '7d';
  return days <= 30 ? '30d' : '90d';
}

function datadogSlo({ service }: Exported, { slo }: ExportedSlo): DatadogSlo {
  const scope = `{service:${tagValue(service)},slo:${tagValue(slo.name)}}`;
  const sum = (metric: LiveMetric) => `sum:${liveMetrics[metric].name}${scope}.as_count()`;
  return {
    type: 'metric',
    name: `${slo.name} (${service})`,
    description: `The ${slo.sli} of the journey ${slo.journey}, as garbageday measures it.`,
    tags: tagsOf(service),
    query: { numerator: `${sum('sliEvents')} - ${sum('sliBadEvents')}`, denominator: sum('sliEvents') },
    thresholds: [{ timeframe: timeframeOf(slo.window), target: percent(slo.objective) }],
  };
}

function burnMonitor(
  { service, runbook }: Exported,
  { slo }: ExportedSlo,
  { severity, longSeconds, shortSeconds, factor }: ExportedRule,
): DatadogMonitor {
  const [long, short] = [secondsText(longSeconds), secondsText(shortSeconds)];
  const over = `over("${timeframeOf(slo.window)}").long_window("${hours(longSeconds)}").short_window("${hours(shortSeconds)}")`;
  const sentence = `${slo.name} of ${service} burns its error budget at more than ${factor} times the rate that would last ${slo.window}: over ${long}, and still over ${short}.`;
  return {
    type: 'slo alert',
    name: `${severity}: ${slo.name} (${service}) burns at ${factor} over ${long}`,
    query: `burn_rate("${sloIdPlaceholder}").${over} > ${factor}`,
    message: runbook === null ? sentence : `${sentence}\n\nWhat now: ${runbook}`,
    tags: [...tagsOf(service), `severity:${severity}`],
    priority: severity === 'page' ? 1 : 3,
    options: { thresholds: { critical: factor }, include_tags: true },
  };
}

/** Datadog writes windows in minutes and hours. */
function hours(seconds: number): string {
  return seconds % 3_600 === 0 ? `${seconds / 3_600}h` : `${Math.ceil(seconds / 60)}m`;
}

function tagsOf(service: string): readonly string[] {
  return [`service:${tagValue(service)}`, 'made_by:garbageday'];
}

/** As Datadog keeps the value of a tag: lower case, and `_` for what it does not take. */
export function tagValue(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\-:./]+/gu, '_')
    .replaceAll(/_+/g, '_')
    .replace(/_+$/, '')
    .slice(0, 200);
}

function percent(ratio: number): number {
  return Number((ratio * 100).toPrecision(12));
}
