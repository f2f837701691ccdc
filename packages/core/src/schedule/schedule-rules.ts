/** What a schedule must be to mean anything; every message says what to write instead. */
import type { ChaosSchedule, DayWindow } from '../configuration.ts';
import { UsageError } from '../errors.ts';

const minutesPerDay = 1_440;

/** Minutes since midnight of `HH:MM`; `24:00` is the end of the day. Throws a UsageError for anything else. */
export function minutesOf(time: string): number {
  const [, hours = '', minutes = ''] = /^([01]\d|2[0-3]|24(?=:00)):([0-5]\d)$/.exec(time) ?? [];
  if (hours === '') throw new UsageError(`"${time}" is not a time of day; write HH:MM, like 09:00.`);
  return Number(hours) * 60 + Number(minutes);
}

/**
 * Why windows cannot be those of one day, as a clause without a full stop; `null` when they can. Throws a UsageError for a
 * time that `minutesOf` does not accept.
 */
export function whyNotWindows(windows: readonly DayWindow[]): string | null {
  if (windows.length === 0) return 'There is no window; write at least one, such as 09:00 to 15:00';
  const empty = windows.find(({ from, to }) => minutesOf(from) === minutesOf(to));
  if (empty !== undefined) {
    return `The window from ${empty.from} to ${empty.to} is empty; for a whole day write 00:00 to 24:00`;
  }
  const opening = windows.toSorted((a, b) => minutesOf(a.from) - minutesOf(b.from));
  // The last one's next is the first of the day after.
  const pairs = opening.flatMap((window, index) =>
    [...opening.slice(index + 1), ...opening].slice(0, 1).map((next) => ({ window, next })),
  );
  const clash = pairs.find(closesAfter);
  if (windows.length < 2 || clash === undefined) return null;
  return `The window from ${clash.window.from} to ${clash.window.to} runs into the next one; join the two`;
}

/** Whether it is still open when the next one opens. */
function closesAfter({ window, next }: { readonly window: DayWindow; readonly next: DayWindow }): boolean {
  const [opens, closes, nextOpens] = [minutesOf(window.from), minutesOf(window.to), minutesOf(next.from)];
  const lengthMinutes = (closes - opens + minutesPerDay) % minutesPerDay || minutesPerDay;
  return lengthMinutes > (nextOpens - opens + minutesPerDay) % minutesPerDay;
}

/** `09:00–12:00, 14:00–16:00 Europe/Berlin`. */
export function windowsText({ windows, timeZone }: Pick<ChaosSchedule, 'windows' | 'timeZone'>): string {
  return `${windows.map(({ from, to }) => `${from}–${to}`).join(', ')} ${timeZone}`;
}

/** Throws a UsageError that names the first rule that the schedule breaks. */
export function assertSchedule(schedule: ChaosSchedule): void {
  const { windows, workdays, holidays, meanDaysBetween, minDaysBetween, maxPerDay } = schedule;
  const why = whyNotWindows(windows);
  if (why !== null) throw new UsageError(`${why}.`);
  if (workdays.length === 0 || !workdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) {
    throw new UsageError(
      `Workdays are 1 (Monday) to 7 (Sunday), at least one, not [${workdays.join(', ')}].`,
    );
  }
  const unreal = holidays.find((holiday) => !isHoliday(holiday));
  if (unreal !== undefined) {
    throw new UsageError(`The holiday "${unreal}" is not a date; write YYYY-MM-DD, or MM-DD for every year.`);
  }
  if (!Number.isInteger(minDaysBetween) || minDaysBetween < 1) {
    throw new UsageError(`minDaysBetween is a whole number from 1, not ${minDaysBetween}.`);
  }
  if (!Number.isFinite(meanDaysBetween) || meanDaysBetween < minDaysBetween) {
    throw new UsageError(
      `meanDaysBetween is at least minDaysBetween (${minDaysBetween}), not ${meanDaysBetween}.`,
    );
  }
  if (!Number.isInteger(maxPerDay) || maxPerDay < 1) {
    throw new UsageError(`maxPerDay is a whole number from 1, not ${maxPerDay}.`);
  }
}

function isHoliday(text: string): boolean {
  // A leap year: 02-29 is a date in some years.
  const date = /^\d\d-\d\d$/.test(text) ? `2024-${text}` : text;
  const parsed = Date.parse(date);
  return (
    /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(date)
  );
}
