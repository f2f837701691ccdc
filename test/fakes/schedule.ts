/** A schedule for tests; override what a test is about. */
import type { ChaosSchedule } from '@garbageday/core/configuration.ts';

export function chaosSchedule(changes: Partial<ChaosSchedule> = {}): ChaosSchedule {
  return {
    timeZone: 'Europe/Berlin',
    windows: [{ from: '09:00', to: '15:00' }],
    workdays: [1, 2, 3, 4, 5],
    holidays: ['12-25', '2026-11-25'],
    meanDaysBetween: 5,
    minDaysBetween: 2,
    maxPerDay: 1,
    ...changes,
  };
}
