/** Five web servers of which three must stay, hung rather than killed; the rest of the fleet is spared. */
import { defineConfig } from '@garbageday/config/define-config.ts';

export default defineConfig({
  service: 'search',
  groups: [
    {
      kind: 'web',
      desiredSize: 5,
      requiredHealthy: 3,
      fault: 'hang',
      hypothesis: { maxBadProbes: 5, maxP99: '1500ms', maxRecover: '1m' },
    },
    { kind: 'data', isEnabled: false },
    { kind: 'load-balancer', isEnabled: false },
  ],
});
