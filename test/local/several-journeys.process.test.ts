/** Two judges and two loads under names of their own, each in a process, through real servers; one of them sends a secret. */
import { rmSync } from 'node:fs';
import type { JourneyInput } from '@garbageday/config/journey-input.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { startStack } from '@garbageday/local/stack.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collect } from '../contract/collect.ts';
import { eventually } from './eventually.ts';
import { stackRequest } from './stack-request.ts';

function inserting(
  name: string,
  role: JourneyInput['role'],
  changes: Partial<JourneyInput> = {},
): JourneyInput {
  return {
    ...{ name, role, ratePerSecond: 5, timeout: '5s' },
    variables: [{ name: 'word', pattern: `${name}-{n}`, count: 9 }],
    steps: [
      {
        ...{
          name: 'insert',
          path: '/insert/{word}',
          headers: { Authorization: 'Bearer {secret:ShopToken}' },
        },
        expect: [{ kind: 'increases', counter: '{word}' }],
      },
    ],
    ...changes,
  };
}

const journeys = [
  inserting('checkout', 'judge'),
  inserting('search', 'judge', { ratePerSecond: 2 }),
  inserting('shoppers', 'load', { ratePerSecond: 20 }),
  inserting('robots', 'load'),
];

const configuration = parseConfiguration({ journeys }, 'the test');
const environment = { ...process.env, ShopToken: 'open-sesame' };

describe('several journeys on the laptop', () => {
  it('run side by side, each in the ledger under its name, and every write of the loads is counted', async () => {
    const options = stackRequest({ configuration, environment });
    const stack = await startStack(options);
    onTestFinished(async () => {
      await stack.stop();
      rmSync(options.directory, { recursive: true, force: true });
    });
    const fromMs = stack.clock.now() - 1_000;
    const loads = await stack.startJourneys('load', () => {});
    const judges = await stack.startJourneys('judge', () => {});
    expect([...loads, ...judges].map(({ name, role }) => [name, role])).toEqual([
      ['shoppers', 'load'],
      ['robots', 'load'],
      ['checkout', 'judge'],
      ['search', 'judge'],
    ]);
    const all = [...loads, ...judges];
    expect(new Set(all.map(({ prober }) => prober.pid)).size).toBe(4);
    await eventually(
      'all have been asked',
      () => all.every(({ prober }) => prober.totals().sent >= 8),
      60_000,
    );
    const totals = new Map<string, number>();
    let acknowledged = 0;
    for (const { name, role, prober } of all) {
      const ended = await prober.stop();
      expect([name, ended.failed]).toEqual([name, 0]);
      totals.set(name, ended.sent);
      if (role === 'load') acknowledged += ended.acknowledged;
    }
    expect(await stack.audit.countStored()).toBe(acknowledged);
    for (const [journey, sent] of totals) {
      const query = {
        service: configuration.service,
        journey,
        fromMs,
        toMs: fromMs + 600_000,
        pageSize: 500,
      };
      const slices = (await collect(stack.ledger.slices(query))).flat();
      expect([journey, slices.reduce((sum, { availability }) => sum + availability.total, 0)]).toEqual([
        journey,
        sent,
      ]);
    }
  });

  it('do not start without a secret, which is named and not guessed', async () => {
    const options = stackRequest({ configuration, environment: { ...environment, ShopToken: '' } });
    await expect(startStack(options)).rejects.toThrow(
      'the journey "checkout" needs the secret ShopToken; set the environment variable ShopToken',
    );
    rmSync(options.directory, { recursive: true, force: true });
  });
});
