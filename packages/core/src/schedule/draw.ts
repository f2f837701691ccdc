/**
 * The daily draw: taken once per workday and group before the window opens, persisted, and acted on later (domain.md
 * §1).
 */

import type { ChaosSchedule } from '../configuration.ts';
import { minuteMs } from '../time/durations.ts';
import { seededRandom, seedOf } from '../time/random.ts';
import { type ChaosCalendar, chaosCalendar } from './calendar.ts';

export type DrawRequest = {
  readonly service: string;
  readonly group: string;
  /** The workday, `YYYY-MM-DD` in the schedule's zone. */
  readonly date: string;
  /** Keeps an installation's draws from being guessed, or repeated by another installation. */
  readonly salt: string;
  readonly schedule: ChaosSchedule;
  readonly nowMs: number;
  /** The group's last real kill; dry runs do not count. `null`: never. */
  readonly lastKillAtMs: number | null;
};

type Drawn = { readonly group: string; readonly date: string; readonly seed: string };

/** What chance decided, to be persisted. `seed` replays it and everything random in its experiment. */
export type Draw =
  | (Drawn & { readonly kind: 'kill'; readonly atMs: number; readonly claimKey: string })
  | (Drawn & {
      readonly kind: 'spared';
      readonly reason: 'no-workday' | 'holiday' | 'cooldown' | 'window-over' | 'chance';
    });

/**
 * The chance that a day outside the cooldown has a kill: 1 ÷ (µ − ε + 1). After a kill ε − 1 workdays are spared, and a
 * geometric wait with this chance lasts µ − ε + 1 days, so that the mean gap is µ workdays. (Chaos Monkey flips 1 ÷ µ
 * on top of the cooldown, which makes the mean gap µ + ε − 1.)
 */
export function chanceOf({
  meanDaysBetween,
  minDaysBetween,
}: Pick<ChaosSchedule, 'meanDaysBetween' | 'minDaysBetween'>): number {
  return 1 / (meanDaysBetween - minDaysBetween + 1);
}

/**
 * Draws one day of one group. The same request gives the same draw. The time of day is uniform over the minutes of that
 * day's windows that are not yet past. Throws a UsageError for an invalid schedule.
 */
export function drawDay(request: DrawRequest): Draw {
  const { service, group, date, salt, schedule } = request;
  const calendar = chaosCalendar(schedule);
  const drawn = { group, date, seed: seedOf(service, group, date, salt) };
  const spared = (reason: Extract<Draw, { kind: 'spared' }>['reason']): Draw => ({
    ...drawn,
    kind: 'spared',
    reason,
  });
  if (!calendar.isWeekday(date)) return spared('no-workday');
  if (calendar.holidayOn(date) !== null) return spared('holiday');
  if (isCoolingDown(request, calendar)) return spared('cooldown');
  const random = seededRandom(drawn.seed);
  if (random.next() >= chanceOf(schedule)) return spared('chance');
  const minutes = minutesLeft(request, calendar);
  const atMs = minutes[random.below(Math.max(1, minutes.length))];
  if (atMs === undefined) return spared('window-over');
  return { ...drawn, kind: 'kill', atMs, claimKey: `${group}/${date}` };
}

function isCoolingDown({ date, lastKillAtMs }: DrawRequest, calendar: ChaosCalendar): boolean {
  return lastKillAtMs !== null && lastKillAtMs >= calendar.noKillSince(date);
}

/** The whole minutes of the day's windows that are still to come, each by its first instant. */
function minutesLeft({ date, nowMs }: DrawRequest, calendar: ChaosCalendar): readonly number[] {
  const soonestMs = Math.ceil(nowMs / minuteMs) * minuteMs;
  return calendar.windowsOf(date).flatMap(({ fromMs, toMs }) => {
    const firstMs = Math.max(fromMs, soonestMs);
    const length = Math.max(0, Math.floor((toMs - firstMs) / minuteMs));
    return Array.from({ length }, (_, minute) => firstMs + minute * minuteMs);
  });
}
