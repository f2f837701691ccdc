/** Turns exclusions as people write them into intervals, the only form that core knows. */
import type { ExclusionConfiguration } from '@garbageday/core/configuration.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { mergeIntervals } from '@garbageday/core/slo/exclusions.ts';
import { zoneOf } from '@garbageday/core/time/zone.ts';
import { cronStarts, recurrenceStarts } from './recurrence.ts';

/**
 * The excluded parts of `within`: ascending, merged, clipped to it. Durations are real time, even on days of 23 hours.
 */
export function expandExclusions(
  exclusions: readonly ExclusionConfiguration[],
  within: Interval,
): readonly Interval[] {
  const intervals = exclusions.flatMap((exclusion) => intervalsOf(exclusion, within));
  return mergeIntervals(intervals.map((interval) => cut(interval, within)));
}

function intervalsOf(exclusion: ExclusionConfiguration, { fromMs, toMs }: Interval): readonly Interval[] {
  if (exclusion.kind === 'dates') {
    const zone = zoneOf(exclusion.timeZone);
    const instantOf = (local: string): number =>
      zone.instantOf({
        date: local.slice(0, 10),
        minuteOfDay: Number(local.slice(11, 13)) * 60 + Number(local.slice(14)),
      });
    return [{ fromMs: instantOf(exclusion.from), toMs: instantOf(exclusion.to) }];
  }
  const lengthMs = exclusion.durationSeconds * 1_000;
  // One that began earlier may still be going on.
  const began = { fromMs: fromMs - lengthMs, toMs };
  const starts =
    exclusion.kind === 'cron'
      ? cronStarts(exclusion.cron, exclusion.timeZone, began)
      : recurrenceStarts(exclusion, began);
  return starts.map((startMs) => ({ fromMs: startMs, toMs: startMs + lengthMs }));
}

function cut(interval: Interval, within: Interval): Interval {
  return { fromMs: Math.max(interval.fromMs, within.fromMs), toMs: Math.min(interval.toMs, within.toMs) };
}
