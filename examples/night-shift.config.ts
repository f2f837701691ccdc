/** A shop whose quiet hours are at night: an overnight window in its own time zone, closed over Christmas. */
import { defineConfig } from '@garbageday/config/define-config.ts';

export default defineConfig({
  service: 'shop',
  mode: 'armed',
  schedule: {
    timeZone: 'Europe/Berlin',
    from: '22:00',
    to: '05:00',
    workdays: [1, 2, 3, 4],
    holidays: ['12-24', '12-25', '12-26', '01-01', '2027-03-26'],
    meanDaysBetween: 3,
    minDaysBetween: 1,
  },
});
