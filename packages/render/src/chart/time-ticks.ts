/** Where the time axis is labelled: by offsets in a run, by calendar and wall-clock time in a period. */

import type { Report } from '@garbageday/core/report/report.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import { addDays, type Zone, zoneOf } from '@garbageday/core/time/zone.ts';
import { formatLocalDay, formatLocalTime, formatOffset } from '../format.ts';
import { tickSeconds } from './axes.ts';

export type TimeTick = { readonly seconds: number; readonly label: string };

type Framed = Pick<Report, 'kind' | 'fromMs' | 'toMs' | 'timeZone'>;

const dayMinutes = 1_440;
const niceMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720] as const;
const niceDays = [1, 2, 3, 5, 7, 14, 28, 56] as const;

/** Ascending; about `most` of them. */
export function timeTicks(report: Framed, most: number): readonly TimeTick[] {
  const { kind, fromMs, toMs } = report;
  if (!(toMs > fromMs)) return [];
  return kind === 'gameday' ? offsetTicks(toMs - fromMs, most) : calendarTicks(report, most);
}

function offsetTicks(spanMs: number, most: number): readonly TimeTick[] {
  const step = tickSeconds(spanMs / 1_000, most);
  return Array.from({ length: Math.floor(spanMs / 1_000 / step) + 1 }, (_, index) => ({
    seconds: index * step,
    label: formatOffset(index * step * 1_000),
  }));
}

function calendarTicks({ fromMs, toMs, timeZone }: Framed, most: number): readonly TimeTick[] {
  const spanMinutes = (toMs - fromMs) / 60_000;
  const stepMinutes = niceMinutes.find((minutes) => spanMinutes / minutes <= most);
  const spanDays = spanMinutes / dayMinutes;
  const stepDays =
    stepMinutes === undefined
      ? (niceDays.find((days) => spanDays / days <= most) ?? Math.ceil(spanDays / most))
      : 1;
  return instants({
    fromMs,
    toMs,
    zone: zoneOf(timeZone),
    stepDays,
    stepMinutes: stepMinutes ?? dayMinutes,
  }).map((atMs) => ({ seconds: (atMs - fromMs) / 1_000, label: labelOf(atMs, timeZone) }));
}

type Steps = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly zone: Zone;
  readonly stepDays: number;
  readonly stepMinutes: number;
};

/** Wall-clock times: the length of a day can vary, an hour on the clock does not. */
function instants({ fromMs, toMs, zone, stepDays, stepMinutes }: Steps): readonly number[] {
  const first = zone.wallTimeOf(fromMs).date;
  const days = Math.ceil((toMs - fromMs) / dayMs) + 1;
  const found = Array.from({ length: Math.ceil(days / stepDays) + 1 }, (_, index) => {
    const date = addDays(first, index * stepDays);
    return Array.from({ length: Math.ceil(dayMinutes / stepMinutes) }, (__, nth) =>
      zone.instantOf({ date, minuteOfDay: nth * stepMinutes }),
    );
  });
  return [...new Set(found.flat())].filter((atMs) => atMs >= fromMs && atMs <= toMs).sort((a, b) => a - b);
}

/** Midnight is labelled with the date. */
function labelOf(atMs: number, timeZone: string): string {
  const time = formatLocalTime(atMs, timeZone);
  return time === '00:00' ? formatLocalDay(atMs, timeZone) : time;
}
