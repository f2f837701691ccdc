/** Cron expressions of EventBridge Scheduler, from the configuration's calendar. Pure. */
import type { ChaosSchedule } from '@garbageday/core/configuration.ts';

/** `cron(minute hour day-of-month month day-of-week year)`. */
export type Cron = `cron(${string})`;

/** How long before the window opens the day is drawn, which leaves time for the function to start and be retried. */
export const drawLeadMinutes = 30;

const dayNames = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
const minutesPerDay = 1_440;

/**
 * Once per workday, `drawLeadMinutes` before the first window opens, on the wall clock of the configured zone. A window
 * that opens in the first minutes of a day is drawn the evening before, so its weekdays shift by one.
 */
export function drawCron({ windows, workdays }: Pick<ChaosSchedule, 'windows' | 'workdays'>): Cron {
  const opens = Math.min(...windows.map(({ from }) => minutesOf(from))) - drawLeadMinutes;
  const shift = opens < 0 ? -1 : 0;
  const at = (opens + minutesPerDay) % minutesPerDay;
  const days = [...new Set(workdays)].toSorted((a, b) => a - b).map((day) => dayName(day + shift));
  return `cron(${at % 60} ${Math.floor(at / 60)} ? * ${days.join(',')} *)`;
}

/** 1 = Monday … 7 = Sunday; 0 is the Sunday before. */
function dayName(day: number): string {
  const name = dayNames[(day + 6) % 7];
  if (name === undefined) throw new Error(`${day} is not a day of the week`);
  return name;
}

function minutesOf(time: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
