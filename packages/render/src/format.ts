/** How times are written; numbers, durations and ratios come from core, so that core's sentences match. */
import { formatCount, formatDuration, noData } from '@garbageday/core/wording/words.ts';

export {
  formatCount,
  formatDecimal,
  formatDuration,
  formatFactor,
  formatInterval,
  formatLimitMs,
  formatMs,
  formatObjective,
  formatPlural,
  formatRatio,
  formatShare,
  noData,
  roundMs,
  roundTo,
} from '@garbageday/core/wording/words.ts';

const minus = '\u2212';

/** Only the largest unit, for narrow columns: `42s`, `3m`, `5h`, `2d`. */
export function formatAge(ms: number): string {
  const [count = '0', unit = 's'] = formatDuration(ms).split(' ');
  return `${count}${unit === 'min' ? 'm' : unit}`;
}

/** The time since the start in whole elapsed seconds: `0:42`, `12:05`, `1:02:03`. */
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

/** `2026-11-05 13:22` on a zone's wall clock. */
export function formatLocalMinute(epochMs: number, timeZone: string): string {
  const { year, month, day, hour, minute } = wallParts(epochMs, timeZone) ?? {};
  return year === undefined ? noData : `${year}-${month}-${day} ${hour}:${minute}`;
}

/** `5 Nov` on a zone's wall clock. */
export function formatLocalDay(epochMs: number, timeZone: string): string {
  const { month, day } = wallParts(epochMs, timeZone) ?? {};
  return day === undefined ? noData : `${Number(day)} ${months[Number(month) - 1] ?? ''}`;
}

/** `13:22` on a zone's wall clock. */
export function formatLocalTime(epochMs: number, timeZone: string): string {
  const { hour, minute } = wallParts(epochMs, timeZone) ?? {};
  return hour === undefined ? noData : `${hour}:${minute}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `null` if it is not a valid instant. */
function wallParts(epochMs: number, timeZone: string): Readonly<Record<string, string>> | null {
  if (Number.isNaN(new Date(epochMs).getTime())) return null;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  return Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
}
