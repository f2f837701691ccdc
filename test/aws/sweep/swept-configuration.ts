/** The stage of the sweep: three web servers and a member of the replica set, armed, any day at any hour; a day's objective keeps the ledger's reads few. */
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';

const input = {
  mode: 'armed',
  schedule: {
    from: '00:00',
    to: '24:00',
    workdays: [1, 2, 3, 4, 5, 6, 7],
    meanDaysBetween: 1,
    minDaysBetween: 1,
    maxPerDay: 1,
  },
  groups: [{ kind: 'web' }, { kind: 'data' }],
  slos: [
    { name: 'probe: availability', journey: 'probe', sli: 'availability', objective: 0.99, window: '1d' },
  ],
};

export function sweptConfiguration(): Configuration {
  return parseConfiguration(input, 'the configuration of the sweep');
}
