/** A shop of two tiers, started by commands: the front calls the stock, and copies of both are killed. */
import { join } from 'node:path';
import { defineConfig } from '@garbageday/config/define-config.ts';

const servers = join(import.meta.dirname, 'servers');

export default defineConfig({
  service: 'shop',
  groups: [
    {
      kind: 'web',
      name: 'front',
      command: ['node', join(servers, 'front.js')],
      ready: '/readyz',
      // Started once the stock is ready, and told its address in STOCK_URL.
      dependsOn: ['stock'],
    },
    { kind: 'web', name: 'stock', desiredSize: 2, command: ['node', join(servers, 'stock.js'), '{port}'] },
  ],
  users: { ratePerSecond: 40 },
});
