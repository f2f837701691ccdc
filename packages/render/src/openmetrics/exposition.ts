/**
 * Metrics as text, in two formats that differ in details: OpenMetrics 1.0 (ABNF in section 3), which has exemplars and units, and
 * Prometheus's own (text format 0.0.4), which `promtool check metrics` and `curl` read.
 */

import { escapeBidirectionalControls } from '../bidirectional.ts';

type Labels = Readonly<Record<string, string>>;

/** One measurement that stands for the others of its series. `atMs`: epoch milliseconds. */
export type Exemplar = { readonly labels: Labels; readonly value: number; readonly atMs: number };

export type Sample = {
  readonly labels: Labels;
  /** Left out if it is `null` or not finite. */
  readonly value: number | null;
  /** Which series of a histogram it is. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
  /** Left out where the format has none. */
  readonly exemplar?: Exemplar | undefined;
};

export type Family = {
  /** A counter's is without `_total`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** The suffix of the name, as the standard requires. */
  readonly unit?: 'seconds' | 'ratio' | undefined;
  readonly help: string;
  readonly samples: readonly Sample[];
};

export type MetricsFormat = 'openmetrics' | 'prometheus';

/** What the answer to a scrape says that it is. */
export const metricsContentTypes: Readonly<Record<MetricsFormat, string>> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
};

/**
 * The exposition; OpenMetrics ends with `# EOF`. Families without samples, and samples with repeated labels, are left out.
 */
export function exposition(families: readonly Family[], format: MetricsFormat = 'openmetrics'): string {
  const lines = families.flatMap((family) => familyLines(family, format));
  if (format === 'openmetrics') lines.push('# EOF');
  else if (lines.length === 0) return '';
  return `${lines.join('\n')}\n`;
}

function familyLines(family: Family, format: MetricsFormat): readonly string[] {
  const { type, unit, help, samples } = family;
  const total = type === 'counter' ? `${family.name}_total` : family.name;
  const name = format === 'openmetrics' ? family.name : total;
  const lines = [...new Map(samples.flatMap((sample) => sampleLine(total, sample, format))).values()];
  if (lines.length === 0) return [];
  const unitLine = unit === undefined || format === 'prometheus' ? [] : [`# UNIT ${name} ${unit}`];
  const helpText = format === 'openmetrics' ? escaped(help) : escaped(help).replaceAll('\\"', '"');
  return [`# TYPE ${name} ${type}`, ...unitLine, `# HELP ${name} ${helpText}`, ...lines];
}

/** `[series, line]`, so that each series appears only once. */
function sampleLine(
  name: string,
  { labels, value, suffix, exemplar }: Sample,
  format: MetricsFormat,
): readonly (readonly [string, string])[] {
  if (value === null || !Number.isFinite(value)) return [];
  const written = labelText(labels);
  const series = `${name}${suffix ?? ''}${written === '' ? '' : `{${written}}`}`;
  const marked = format === 'openmetrics' && exemplar !== undefined ? exemplarText(exemplar) : '';
  return [[series, `${series} ${value}${marked}`]];
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([label, text]) => `${label}="${escaped(text)}"`)
    .join(',');
}

/** Names and values of an exemplar's labels together (OpenMetrics 1.0, "Exemplars"); a longer one would spoil the whole scrape. */
const longestExemplar = 128;

function exemplarText({ labels, value, atMs }: Exemplar): string {
  // As a reader has them: without the format's own escapes, but with those of bidirectional controls.
  const length = Object.entries(labels).reduce(
    (sum, pair) => sum + [...escapeBidirectionalControls(pair.join(''))].length,
    0,
  );
  if (length > longestExemplar || !Number.isFinite(value)) return '';
  return ` # {${labelText(labels)}} ${value} ${atMs / 1_000}`;
}

/**
 * Escapes backslash, quote and line feed as the standard does, and replaces lone surrogates, which are not valid UTF-8.
 * A bidirectional control is written as its escape, so that two different names stay two series.
 */
function escaped(text: string): string {
  return escapeBidirectionalControls(text.toWellFormed())
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}
