/** Everything that a promise can be: time slices, the calendar, one step, a table of alerts, maintenance, a policy. */
import { defineConfig } from '@garbageday/config/define-config.ts';

export default defineConfig({
  service: 'shop',
  slos: [
    { journey: 'probe', sli: 'availability', objective: 0.999 },
    { name: 'adding a word', journey: 'probe', step: 'insert', sli: 'availability', objective: 0.995 },
    {
      name: 'good minutes this month',
      journey: 'users',
      sli: 'availability',
      objective: 0.999,
      budgeting: { kind: 'timeslices', slice: '1m', target: 0.99 },
      window: '1M',
      timeZone: 'Europe/Berlin',
    },
    {
      name: 'fast enough',
      journey: 'users',
      sli: 'latency',
      objective: 0.95,
      window: '28d',
      alerts: [
        { severity: 'page', share: 0.02, long: '1h', short: '5m' },
        { severity: 'ticket', share: 0.1, long: '3d', short: '6h' },
      ],
    },
  ],
  composites: [
    {
      name: 'the shop',
      objective: 0.99,
      members: [{ slo: 'good minutes this month', weight: 3 }, { slo: 'fast enough' }],
    },
  ],
  exclusions: [
    {
      name: 'the move',
      from: '2026-12-28T22:00',
      to: '2026-12-29T02:00',
      timeZone: 'Europe/Berlin',
    },
    { name: 'nightly dump', cron: '30 3 * * *', duration: '10m', timeZone: 'Europe/Berlin' },
    { name: 'patch Sunday', rrule: 'FREQ=MONTHLY;BYDAY=1SU', start: '2026-01-04T02:00', duration: '2h' },
  ],
  budget: {
    policy: [
      { below: 0.5, refuse: ['power-cut', 'data'] },
      { below: 0.3, refuse: ['everything'] },
    ],
  },
});
