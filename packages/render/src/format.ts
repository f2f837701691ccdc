/** How every number, duration, ratio and time is written: one file, so that all renderers say the same. */

/** What stands where there is no data; never 0. */
export const noData = '–';

const minus = '\u2212';
const beyondReading = 1e15;
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** Rounds to `decimals` (0–100) places; `-0` becomes 0, and what is not finite is `null`. */
export function roundTo(value: number, decimals: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number(value.toFixed(decimals)) + 0;
}

/** Milliseconds as documents carry them: to a tenth. */
export function roundMs(ms: number | null): number | null {
  return ms === null ? null : roundTo(ms, 1);
}

/** `18,040`; fractions to a tenth; `1.2e+18` where digits would stop helping. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return noData;
  const size = Math.abs(count);
  const digits = size >= beyondReading ? size.toExponential(1) : grouped.format(size);
  return count < 0 && digits !== '0' ? `${minus}${digits}` : digits;
}

/** `1 kill`, `4 kills`. */
export function formatPlural(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Three significant places and the unit that suits: `5.2 ms`, `240 ms`, `1.52 s`, `2 min 5 s`. */
export function formatMs(ms: number | null): string {
  const rounded = roundMs(ms);
  if (rounded === null) return noData;
  if (rounded < 0) return `${minus}${formatMs(-rounded)}`;
  if (rounded === 0) return '0 ms';
  if (rounded < 10) return `${rounded.toFixed(1)} ms`;
  if (Math.round(rounded) < 1000) return `${Math.round(rounded)} ms`;
  if (rounded < 9_995) return `${(rounded / 1000).toFixed(2)} s`;
  return rounded < 59_950 ? `${(rounded / 1000).toFixed(1)} s` : formatDuration(rounded);
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

/** The largest unit alone, for narrow columns: `42s`, `3m`, `5h`, `2d`. */
export function formatAge(ms: number): string {
  const [count = '0', unit = 's'] = formatDuration(ms).split(' ');
  return `${count}${unit === 'min' ? 'm' : unit}`;
}

/** A point in time since the start: `0:42`, `12:05`, `1:02:03`; whole seconds that have passed. */
export function formatOffset(ms: number): string {
  if (!Number.isFinite(ms)) return noData;
  const total = Math.floor(Math.abs(ms) / 1000);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const tail = `${String(seconds).padStart(2, '0')}`;
  const sign = ms < 0 && total > 0 ? minus : '';
  if (hours === 0) return `${sign}${minutes}:${tail}`;
  return `${sign}${formatCount(hours)}:${String(minutes).padStart(2, '0')}:${tail}`;
}

/** `2026-11-23 15:43:12 UTC`. */
export function formatInstant(epochMs: number): string {
  const instant = new Date(epochMs);
  if (Number.isNaN(instant.getTime())) return noData;
  return `${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `2026-11-05 13:22` on the wall of a zone. */
export function formatLocalMinute(epochMs: number, timeZone: string): string {
  const { year, month, day, hour, minute } = wallParts(epochMs, timeZone) ?? {};
  return year === undefined ? noData : `${year}-${month}-${day} ${hour}:${minute}`;
}

/** `5 Nov` on the wall of a zone. */
export function formatLocalDay(epochMs: number, timeZone: string): string {
  const { month, day } = wallParts(epochMs, timeZone) ?? {};
  return day === undefined ? noData : `${Number(day)} ${months[Number(month) - 1] ?? ''}`;
}

/** `13:22` on the wall of a zone. */
export function formatLocalTime(epochMs: number, timeZone: string): string {
  const { hour, minute } = wallParts(epochMs, timeZone) ?? {};
  return hour === undefined ? noData : `${hour}:${minute}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `null` for what is no instant. */
function wallParts(epochMs: number, timeZone: string): Readonly<Record<string, string>> | null {
  if (Number.isNaN(new Date(epochMs).getTime())) return null;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  return Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
}

/** A burn rate or its factor: `14.4×`, `0.03×`, `0×`. */
export function formatFactor(factor: number): string {
  if (!Number.isFinite(factor)) return noData;
  const size = Math.abs(factor);
  if (size > 0 && size < 0.01) return `${factor < 0 ? minus : ''}<0.01×`;
  if (size >= 10) return `${formatCount(factor)}×`;
  return `${factor < 0 ? minus : ''}${Number(size.toFixed(2))}×`;
}

const mostDecimals = 6;

/**
 * A ratio as a percentage with two decimals, and with as many more as it takes not to round a ratio below 1 up to
 * 100%, nor one above 0 down to 0%: `99.33%`, `100%`, `99.9987%`.
 */
export function formatRatio(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return noData;
  return `${percentDigits(ratio)}%`;
}

/** A share of the error budget: as a ratio, without trailing zeros; may be negative or beyond 100%: `98.2%`, `−12%`. */
export function formatShare(share: number | null): string {
  return formatRatio(share)
    .replace(/(\.\d*?)0+%$/, '$1%')
    .replace('.%', '%');
}

/** The objective in as many digits as it was written with: `99.9%`, `99.95%`. */
export function formatObjective(objective: number): string {
  return `${Number((objective * 100).toPrecision(12))}%`;
}

/** A two-sided interval: `97.60–99.82%`. */
export function formatInterval(interval: { readonly low: number; readonly high: number }): string {
  return `${percentDigits(interval.low)}–${percentDigits(interval.high)}%`;
}

function percentDigits(ratio: number): string {
  const percent = Math.abs(ratio) * 100;
  const sign = ratio < 0 ? minus : '';
  if (ratio === 0) return '0';
  if (Math.abs(ratio) === 1) return `${sign}100`;
  if (percent >= 1000) return `${sign}${formatCount(percent)}`;
  for (let decimals = 2; decimals <= mostDecimals; decimals += 1) {
    const digits = percent.toFixed(decimals);
    if (Number(digits) !== 0 && Number(digits) !== 100) return `${sign}${digits}`;
  }
  if (percent < 1) return `${sign}<0.000001`;
  return `${sign}${Math.abs(ratio) < 1 ? '>99.999999' : '100'}`;
}
