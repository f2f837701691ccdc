/** PromQL over the live metrics. */
import { secondsText } from '@garbageday/core/slo/window.ts';
import { type LiveMetric, liveMetrics, seriesName } from '../metric-catalogue.ts';

type Matchers = Readonly<Record<string, string>>;

/** `garbageday_requests_total{service="shop"}`. */
export function series(metric: LiveMetric, matchers: Matchers, suffix = ''): string {
  return selector(`${seriesName(liveMetrics[metric])}${suffix}`, matchers);
}

export function selector(name: string, matchers: Matchers): string {
  const pairs = Object.entries(matchers).map(([label, value]) => `${label}=${quoted(value)}`);
  return `${name}{${pairs.join(', ')}}`;
}

/** The name of the recorded error ratio over a window. */
export function recordedRatio(seconds: number): string {
  return `slo:garbageday_sli_bad_events:ratio_rate${secondsText(seconds)}`;
}

/** Strings of PromQL have the escapes of Go, which those of JSON are among. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
