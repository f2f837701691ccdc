/** One journey, one probe a second, and promises over every kind of window. */
import { defineConfig } from '@garbageday/config/define-config.ts';

const availability = { journey: 'probe', sli: 'availability', objective: 0.999 } as const;
const calendar = { timeZone: 'Europe/Berlin' } as const;

export default defineConfig({
  users: { ratePerSecond: 1 },
  probe: { ratePerSecond: 1, maxLag: '5ms' },
  slos: [
    { ...availability, name: 'availability 30d' },
    { ...availability, name: 'availability 28d', window: '28d' },
    { ...availability, name: 'availability 7d', window: '7d' },
    { ...availability, name: 'availability 1d', window: '1d' },
    { ...availability, ...calendar, name: 'availability month', window: '1M' },
    { ...availability, ...calendar, name: 'availability week', window: '1W' },
    { journey: 'probe', sli: 'latency', objective: 0.99, name: 'latency 30d' },
  ],
});
