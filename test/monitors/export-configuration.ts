/** A configuration with every kind of objective that an export has to express. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';

const links = { dashboard: null, report: null, runbook: 'https://runbooks.example/shop' };

export const exportedConfiguration: Configuration = configuration({
  service: 'the "shop"',
  slos: [
    sloConfiguration({ name: 'probe-availability' }),
    sloConfiguration({
      ...{ name: 'probe: \\latency\n', sli: 'latency', objective: 0.99, window: '1W' },
      alerts: [{ severity: 'page', share: 0.1, longSeconds: 3_600, shortSeconds: 300 }],
    }),
    sloConfiguration({
      ...{ name: 'minutes', budgeting: { kind: 'timeslices', sliceSeconds: 60, sliceTarget: 0.9 } },
      ...{ objective: 0.995, window: '28d' },
    }),
    sloConfiguration({ name: 'users', journey: 'users', objective: 0.9, alerts: [] }),
  ],
  slack: { links, mention: { page: null, ticket: null } },
});
