/** What the calendar says about a kill of one group at one moment. */

import type { ChaosSchedule } from '../configuration.ts';
import { chaosCalendar } from '../schedule/calendar.ts';
import { windowsText } from '../schedule/schedule-rules.ts';
import { weekdayOf } from '../time/zone.ts';
import type { ExperimentRecord } from './fold-experiment.ts';
import type { ScheduleFacts } from './gate-facts.ts';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

export type ScheduleQuestion = {
  readonly schedule: ChaosSchedule;
  readonly group: string;
  readonly nowMs: number;
  /** Past experiments of the whole service; kills count, and what may have been one. */
  readonly experiments: readonly ExperimentRecord[];
};

/** The cooldown looks at the group's own kills, the daily cap at those of every group. */
export function scheduleFacts({ schedule, group, nowMs, experiments }: ScheduleQuestion): ScheduleFacts {
  const calendar = chaosCalendar(schedule);
  const day = calendar.dayOf(nowMs);
  const wall = calendar.wallTimeOf(nowMs);
  const kills = experiments.flatMap((experiment) => {
    const atMs = killedAtMs(experiment);
    return atMs === null ? [] : [{ group: experiment.plan.group, atMs }];
  });
  const ownKills = kills.filter((kill) => kill.group === group).map((kill) => kill.atMs);
  return {
    localTime: `${weekdays[weekdayOf(wall.date) - 1]} ${wall.date} ${clockOf(wall.minuteOfDay)}`,
    window: windowsText(schedule),
    isInsideWindow:
      calendar.isWeekday(day) &&
      calendar.windowsOf(day).some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs),
    minuteOfDay: wall.minuteOfDay,
    holiday: calendar.holidayOn(day),
    lastKillAtMs: ownKills.length === 0 ? null : Math.max(...ownKills),
    noKillSinceMs: calendar.noKillSince(day),
    minDaysBetween: schedule.minDaysBetween,
    killsToday: kills.filter((kill) => calendar.dayOf(kill.atMs) === day).length,
    maxPerDay: schedule.maxPerDay,
  };
}

/** One that got no further than its baseline may have died with the fault: until somebody says what became of it, it counts. */
function killedAtMs({ injectedAtMs, state, lastAtMs }: ExperimentRecord): number | null {
  return injectedAtMs ?? (state.kind === 'baseline' ? lastAtMs : null);
}

function clockOf(minuteOfDay: number): string {
  const hours = Math.floor(minuteOfDay / 60);
  return [hours, minuteOfDay % 60].map((part) => `${part}`.padStart(2, '0')).join(':');
}
