/** The answer to a scrape, in the format that the client asks for. */
import {
  exposition,
  type Family,
  type MetricsFormat,
  metricsContentTypes,
} from '@garbageday/render/openmetrics/exposition.ts';

export type Scraped = { readonly contentType: string; readonly text: string };

/** `accept`: the header of the request; empty: there was none. */
export type Scrape = (accept: string) => Promise<Scraped>;

/** OpenMetrics for those who know it, as Prometheus does; for all others the older format, without exemplars. */
export function scraped(families: readonly Family[], accept: string): Scraped {
  const format: MetricsFormat = /\bapplication\/openmetrics-text\b/i.test(accept)
    ? 'openmetrics'
    : 'prometheus';
  return { contentType: metricsContentTypes[format], text: exposition(families, format) };
}
