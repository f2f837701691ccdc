/** The component's example, in an app that has installed the built package: deployed, and removed. */
import { execFileSync } from 'node:child_process';
import { awsClients } from '@garbageday/aws/aws-clients.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { readStageDirectory } from '@garbageday/aws/stage-directory.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { hourMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unhurried } from '../aws/fixtures/unhurried.ts';
import { repositoryRoot } from '../stacks/harness/project.ts';
import { whyNoEngine } from './engine/build-engine.ts';
import { type Rehearsed, rehearse } from './rehearse.ts';
import { shop } from './shop.ts';
import type { Deployed } from './sst-command.ts';
import { until } from './until.ts';
import { type Inventory, inventory } from './world/inventory.ts';

const stage = 'dev';
const why = await whyNoEngine();
if (why !== null) console.warn(`skipped: ${why}`);

describe.skipIf(why !== null)('the example of the component', () => {
  let rehearsed: Rehearsed;
  let before: Inventory;
  let first: Deployed;

  beforeAll(async () => {
    execFileSync('npm', ['run', 'build'], { cwd: repositoryRoot, stdio: ['ignore', 'ignore', 'inherit'] });
    rehearsed = await rehearse(stage, ({ service }) => shop(service));
    before = await inventory();
    first = await rehearsed.deploy();
  });

  afterAll(() => rehearsed?.stop());

  it('creates every resource of the program once', async () => {
    const created = first.done.map(({ what, type, name }) => `${what} ${type} ${name}`);
    expect(new Set(created).size).toBe(created.length);
    expect(first.done.every(({ what }) => what === 'create')).toBe(true);
    const { functions = [], groups = [] } = await inventory();
    expect(functions).toHaveLength(5);
    expect(groups).toEqual([`shop-web-${stage}`]);
    console.log(`${created.length} resources`);
  });

  it('measures the shop every minute, by the schedule', async () => {
    const { ssm, dynamo } = awsClients(unhurried);
    const { ledgerTable, url } = await readStageDirectory({ ssm, stage: `shop-${stage}` });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    const ledger = dynamoLedger({ dynamo, table: ledgerTable, clock: Date });
    const lastHour = { fromMs: Date.now() - hourMs, toMs: Date.now() + hourMs };
    const [slice] = await until(
      'a slice of the probe',
      async () => {
        const found = await readSlices(ledger, { service: 'shop', journey: 'probe', ...lastHour });
        return found.length > 0 ? found : null;
      },
      { timeoutMs: 5 * minuteMs },
    );
    expect(slice?.availability.total).toBeGreaterThan(20);
    expect(slice?.availability.good).toBe(slice?.availability.total);
  });

  it('changes nothing when it is deployed again', async () => {
    const second = await rehearsed.deploy();
    expect(second.done).toEqual([]);
    expect(second.resources).toEqual({ unchanged: first.resources['created'] });
  });

  it('leaves the ledger when it is removed, as the app says that it retains', async () => {
    const removed = await rehearsed.remove();
    expect(removed.done.filter(({ what }) => what !== 'delete')).toEqual([]);
    expect(await inventory()).toEqual({
      ...before,
      buckets: [expect.stringMatching(/^sst-asset-/), expect.stringMatching(/^sst-state-/)],
      parameters: ['/sst/bootstrap', `/sst/passphrase/shop/${stage}`],
      tables: [expect.stringMatching(/^shop-dev-ChaosLedgerTable-/)],
    });
  });
});
