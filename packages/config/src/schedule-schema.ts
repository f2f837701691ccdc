/** `schedule`: when chaos may run. */
import type { ChaosSchedule } from '@garbageday/core/configuration.ts';
import { minutesOf, whyNotWindows } from '@garbageday/core/schedule/calendar.ts';
import { z } from 'zod';
import { holiday, timeOfDay, timeZone } from './calendar-fields.ts';
import type { ScheduleInput } from './configuration-input.ts';
import { bounded, strict, whole } from './fields.ts';

const workday = whole(1, 7, '(1 = Monday … 7 = Sunday)');
const days = { min: 1, max: 366, what: 'workdays' };
const [from, to] = [timeOfDay('23:59'), timeOfDay('24:00')];
const usual = { from: '09:00', to: '15:00' };

const writtenSchedule = strict({
  timeZone: timeZone().default('UTC'),
  from: from.optional(),
  to: to.optional(),
  windows: z.array(strict({ from, to })).readonly().optional(),
  workdays: z.array(workday).readonly().default([1, 2, 3, 4, 5]),
  holidays: z.array(holiday()).readonly().default([]),
  meanDaysBetween: bounded(days).default(5),
  minDaysBetween: whole(days.min, days.max, days.what).default(2),
  maxPerDay: whole(1, 24, 'experiments a day').default(1),
}).superRefine((schedule, context) => {
  const add = (key: keyof ScheduleInput, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message });
  const opens = schedule.from ?? usual.from;
  if (schedule.windows !== undefined) {
    const also = schedule.from === undefined ? schedule.to : schedule.from;
    if (also !== undefined) add('windows', 'cannot be combined with from or to; write one or the other');
    const why = whyNotWindows(schedule.windows);
    if (why !== null) add('windows', why);
  } else if (opens === (schedule.to ?? usual.to)) {
    add('to', `"${opens}" equals from: the window is empty; for a whole day write 00:00 to 24:00`);
  }
  if (schedule.workdays.length === 0)
    add('workdays', 'is empty; write at least one of 1 (Monday) to 7 (Sunday)');
  if (schedule.minDaysBetween > schedule.meanDaysBetween) {
    add(
      'minDaysBetween',
      `${schedule.minDaysBetween} is more than meanDaysBetween ${schedule.meanDaysBetween}; write that or less`,
    );
  }
});

/** One window from `from` and `to`, or several from `windows`, sorted by opening time. */
export const scheduleSchema = writtenSchedule.transform(
  ({ from, to, windows, ...schedule }): ChaosSchedule => {
    const written = windows ?? [{ from: from ?? usual.from, to: to ?? usual.to }];
    return { ...schedule, windows: written.toSorted((a, b) => minutesOf(a.from) - minutesOf(b.from)) };
  },
) satisfies z.ZodType<ChaosSchedule, ScheduleInput>;
