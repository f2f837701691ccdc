/**
 * How every number, duration, ratio and list of names is written, and what a run of a journey is called: in one place,
 * so that all output is consistent.
 */

/** Shown where there is no data; never 0. */
export const noData = '–';

const minus = '\u2212';
const beyondReading = 1e15;
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** Rounds to `decimals` (0–100) places; `-0` becomes 0, and a number that is not finite is `null`. */
export function roundTo(value: number, decimals: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number(value.toFixed(decimals)) + 0;
}

/** Milliseconds as documents carry them: to a tenth. */
export function roundMs(ms: number | null): number | null {
  return ms === null ? null : roundTo(ms, 1);
}

/** `18,040`; fractions to a tenth; `1.2e+18` when more digits would not help. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return noData;
  const size = Math.abs(count);
  const digits = size >= beyondReading ? size.toExponential(1) : grouped.format(size);
  return count < 0 && digits !== '0' ? `${minus}${digits}` : digits;
}

/** A mean or a quotient, to a hundredth: `5.92`, `6`, `0.2`. */
export function formatDecimal(value: number): string {
  const rounded = roundTo(value, 2);
  return rounded === null || Math.abs(rounded) >= 1_000
    ? formatCount(value)
    : `${rounded}`.replace('-', minus);
}

/** `1 kill`, `4 kills`. */
export function formatPlural(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/**
 * Three significant digits and a suitable unit: `5.2 ms`, `240 ms`, `1.52 s`, `2 min 5 s`; next to a limit, as many
 * digits as it takes to tell them apart: `30.001 s`.
 */
export function formatMs(ms: number | null, limitMs: number | null = null): string {
  const text = shortMs(ms);
  const isHidden = ms !== null && limitMs !== null && ms !== limitMs && text === shortMs(limitMs);
  return isHidden ? preciseMs(ms) : text;
}

/** A limit as a person would write it: `300 ms`, `30 s`, `1 min 30 s`. */
export function formatLimitMs(ms: number): string {
  return ms >= 1_000 && ms % 1_000 === 0 ? formatDuration(ms) : formatMs(ms);
}

function shortMs(ms: number | null): string {
  const rounded = roundMs(ms);
  if (rounded === null) return noData;
  if (rounded < 0) return `${minus}${shortMs(-rounded)}`;
  if (rounded === 0) return '0 ms';
  if (rounded < 10) return `${rounded.toFixed(1)} ms`;
  if (Math.round(rounded) < 1000) return `${Math.round(rounded)} ms`;
  if (rounded < 9_995) return `${(rounded / 1000).toFixed(2)} s`;
  return rounded < 59_950 ? `${(rounded / 1000).toFixed(1)} s` : formatDuration(rounded);
}

/** All the digits that a measured time has, down to the nanosecond. */
function preciseMs(ms: number): string {
  if (ms < 1_000) return `${Number(ms.toFixed(6))} ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = `${Number(((ms - minutes * 60_000) / 1_000).toFixed(6))} s`;
  return minutes === 0 ? seconds : `${formatCount(minutes)} min ${seconds}`;
}

const durationUnits = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** Whole seconds in the two largest units: `42 s`, `1 min 30 s`, `2 h 5 min`, `3 d`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return noData;
  const seconds = Math.max(0, Math.round(ms / 1000));
  const first = durationUnits.findIndex(([, size]) => seconds >= size);
  if (first === -1) return '0 s';
  const parts = durationUnits.slice(first, first + 2).map(([unit, size], index) => {
    const larger = durationUnits[first + index - 1]?.[1];
    const rest = index === 0 || larger === undefined ? seconds : seconds % larger;
    return [Math.floor(rest / size), unit] as const;
  });
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${formatCount(count)} ${unit}`] : [])).join(' ');
}

/** A burn rate or its factor: `14.4×`, `0.03×`, `0×`; next to a factor that it is just above or below: `14.401×`. */
export function formatFactor(factor: number, beside: readonly number[] = []): string {
  if (!Number.isFinite(factor)) return noData;
  const size = Math.abs(factor);
  const sign = factor < 0 ? minus : '';
  if (size > 0 && size < 0.01) return `${sign}<0.01×`;
  for (let decimals = size >= 10 ? 1 : 2; decimals <= mostDecimalsBeside; decimals += 1) {
    const said = Number(size.toFixed(decimals));
    if (beside.every((limit) => Math.sign(said - limit) === Math.sign(size - limit)))
      return `${sign}${decimals > 1 ? said : formatCount(said)}×`;
  }
  return `${formatCount(factor)}×`;
}

/**
 * The most decimals used to tell a ratio from 0 and 100%; next to a limit, or below 0, it takes as many as it needs.
 */
const mostDecimals = 6;
const mostDecimalsBeside = 12;

/** A difference this small is binary rounding error and counts as equal to the limit. */
const dust = 1e-12;

/**
 * A ratio as a percentage with two decimals, or more if needed so that rounding does not turn a ratio below 1 into
 * 100%, one above 0 into 0%, or move one across or onto a limit next to it: `99.33%`, `100%`, `99.9987%`; 99.986% next
 * to 99.99%.
 */
export function formatRatio(ratio: number | null, beside: readonly number[] = []): string {
  if (ratio === null || !Number.isFinite(ratio)) return noData;
  return `${percentDigits(ratio, beside)}%`;
}

/**
 * A share of the error budget: like a ratio, without trailing zeros; may be negative or above 100%: `98.2%`, `−12%`.
 */
export function formatShare(share: number | null, beside: readonly number[] = []): string {
  return formatRatio(share, beside)
    .replace(/(\.\d*?)0+%$/, '$1%')
    .replace('.%', '%');
}

/** The objective with as many digits as it was written with: `99.9%`, `99.95%`. */
export function formatObjective(objective: number): string {
  return `${percentOf(objective)}%`;
}

/** A two-sided interval: `97.60–99.82%`. */
export function formatInterval(
  interval: { readonly low: number; readonly high: number },
  beside: readonly number[] = [],
): string {
  return `${percentDigits(interval.low, beside)}–${percentDigits(interval.high, beside)}%`;
}

function percentDigits(ratio: number, beside: readonly number[]): string {
  const percent = Math.abs(ratio) * 100;
  const sign = ratio < 0 ? minus : '';
  if (ratio === 0) return '0';
  if (Math.abs(ratio) === 1) return `${sign}100`;
  if (percent >= 1000) return `${sign}${formatCount(percent)}`;
  const most = beside.length === 0 && ratio > 0 ? mostDecimals : mostDecimalsBeside;
  for (let decimals = 2; decimals <= most; decimals += 1) {
    const digits = percent.toFixed(decimals);
    const said = Math.sign(ratio) * Number(digits);
    if (said === 0 || Math.abs(said) === 100) continue;
    if (beside.every((limit) => Math.sign(said - percentOf(limit)) === sideOf(ratio, limit)))
      return `${sign}${digits}`;
  }
  if (percent < 1) return `${sign}<0.000001`;
  return `${sign}${Math.abs(ratio) < 1 ? '>99.999999' : '100'}`;
}

/** As `formatObjective` writes it. */
function percentOf(limit: number): number {
  return Number((limit * 100).toPrecision(12));
}

function sideOf(ratio: number, limit: number): number {
  return Math.abs(ratio - limit) <= dust ? 0 : Math.sign(ratio - limit);
}

// This module does not depend on its users, so the roles are repeated here.
type ByRole = { readonly load: string; readonly judge: string };

/** What one run of a journey is called, by its role: plain words, whatever the journeys are named. */
export const nouns: ByRole = { load: 'user request', judge: 'probe' };

/** For tight spaces, in the plural. */
export const shortNouns: ByRole = { load: 'requests', judge: 'probes' };

/** For the beginning of a sentence, in the plural. */
export const sentenceNouns: ByRole = {
  load: 'User requests',
  judge: 'Probes',
};

/** How many names are listed before the rest is counted. */
const mostNames = 5;

/** `a`, `a and b`, `a, b and c`; for many, the first five: `a, b, c, d, e and 12 more`. */
export function nameList(names: readonly string[]): string {
  const rest = names.length - mostNames;
  const told = rest > 1 ? [...names.slice(0, mostNames), `${formatCount(rest)} more`] : names;
  const last = told.at(-1) ?? '';
  return told.length < 2 ? last : `${told.slice(0, -1).join(', ')} and ${last}`;
}
