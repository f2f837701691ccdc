/** `schedule`: when chaos may strike. */
import type { ChaosSchedule } from '@garbageday/core/config/configuration.ts';
import { z } from 'zod';
import { holiday, timeOfDay, timeZone } from './calendar-fields.ts';
import type { ScheduleInput } from './configuration-input.ts';
import { bounded, strict, whole } from './fields.ts';

const workday = whole(1, 7, '(1 = Monday … 7 = Sunday)');
const days = { min: 1, max: 366, what: 'workdays' };

export const scheduleSchema = strict({
  timeZone: timeZone().default('UTC'),
  from: timeOfDay('23:59').default('09:00'),
  to: timeOfDay('24:00').default('15:00'),
  workdays: z.array(workday).readonly().default([1, 2, 3, 4, 5]),
  holidays: z.array(holiday()).readonly().default([]),
  meanDaysBetween: bounded(days).default(5),
  minDaysBetween: whole(days.min, days.max, days.what).default(2),
  maxPerDay: whole(1, 24, 'experiments a day').default(1),
}).superRefine((schedule, context) => {
  const add = (key: keyof ChaosSchedule, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message });
  if (schedule.from === schedule.to)
    add('to', `"${schedule.to}" equals from: the window is empty; for a whole day write 00:00 to 24:00`);
  if (schedule.workdays.length === 0)
    add('workdays', 'is empty; write at least one of 1 (Monday) to 7 (Sunday)');
  if (schedule.minDaysBetween > schedule.meanDaysBetween) {
    add(
      'minDaysBetween',
      `${schedule.minDaysBetween} is more than meanDaysBetween ${schedule.meanDaysBetween}; write that or less`,
    );
  }
}) satisfies z.ZodType<ChaosSchedule, ScheduleInput>;
