import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceOffer } from '@garbageday/cli/service-offer.ts';
import { wordCountService } from '@garbageday/demo/service.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { type RunSettings, run } from './run.ts';

const front = { kind: 'web', name: 'front', command: ['server', 'front.js'], dependsOn: ['stock'] };
const stock = { kind: 'web', name: 'stock', command: ['./bin/stock'], ready: '/healthz' };

const demo: ServiceOffer = {
  data: { choices: ['auto', 'mongolite'], help: '' },
  load: async () => wordCountService,
};

/** A folder with these groups, and with the programs that they name. */
function shop(groups: readonly object[], more: object = {}): RunSettings {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, 'bin'));
  for (const name of ['server', 'bin/stock']) writeFileSync(join(cwd, name), '', { mode: 0o755 });
  writeFileSync(join(cwd, 'garbageday.config.json'), JSON.stringify({ service: 'shop', groups, ...more }));
  return { cwd, env: { PATH: cwd } };
}

describe('servers that the configuration starts', () => {
  it('are tiers of which users call the first, behind load balancers that nothing hits', async () => {
    const { code, gameDays } = await run(['gameday'], shop([front, stock]));
    expect(code).toBe(0);
    const [options] = gameDays;
    expect(options?.isOwnServer).toBe(true);
    const service = await options?.loadService();
    expect(service?.tiers.map(({ group, program, bundle }) => [group, program, bundle])).toEqual([
      ['front', 'server', null],
      ['stock', './bin/stock', null],
    ]);
    expect(service?.readyCheck).toEqual({ path: '/', accepts: 'below-500' });
    expect(service?.chooseData).toBeNull();
    expect(options?.configuration.groups.map(({ kind, isEnabled }) => [kind, isEnabled])).toEqual([
      ['web', true],
      ['web', true],
      ['load-balancer', false],
    ]);
  });

  it('are called as was typed, and keep the load balancers that are configured', async () => {
    const groups = [front, stock, { kind: 'load-balancer', name: 'doors', desiredSize: 3 }];
    const typed = ['up', '--path', '/a', '--path', 'POST /b', '--audit', '/total#n', '--rate', '7'];
    const { ups } = await run(typed, shop(groups));
    const service = await ups[0]?.loadService();
    expect(service?.triedCalls.map(({ method, path }) => [method, path])).toEqual([
      ['GET', '/a'],
      ['POST', '/b'],
    ]);
    expect(ups[0]?.configuration).toMatchObject({
      audit: { get: '/total', json: 'n' },
      groups: [{}, {}, { name: 'doors', desiredSize: 3, isEnabled: true }],
    });
  });

  it('are not asked at the start for what no journey sends', async () => {
    const steps = [{ name: 'search', path: '/search' }];
    const journeys = [{ name: 'probe', role: 'judge', steps }];
    const slos = [{ journey: 'probe', sli: 'availability', objective: 0.99 }];
    const { gameDays, stderr } = await run(['gameday'], shop([front, stock], { journeys, slos }));
    expect(stderr).toBe('');
    expect((await gameDays[0]?.loadService())?.triedCalls).toEqual([]);
  });

  it("may have the demo's data", async () => {
    const groups = [{ ...front, dependsOn: ['stock', 'data'] }, stock, { kind: 'data' }];
    const { gameDays } = await run(['gameday', '--data', 'mongolite'], { ...shop(groups), service: demo });
    const service = await gameDays[0]?.loadService();
    expect((await service?.chooseData?.('mongolite', {}))?.description).toContain('mongolite');
  });

  it('are left out for a command that is typed', async () => {
    const { gameDays } = await run(
      ['gameday', '--', './bin/stock'],
      shop([{ ...front, dependsOn: [] }, { kind: 'load-balancer' }]),
    );
    const [options] = gameDays;
    expect((await options?.loadService())?.tiers.map(({ program }) => program)).toEqual(['./bin/stock']);
    expect(options?.configuration.groups.map(({ server }) => server)).toEqual([undefined, undefined]);
  });

  it.each<[what: string, typed: string, groups: readonly object[], line: RegExp]>([
    [
      'a program that is nowhere',
      'gameday',
      [{ ...front, command: ['nodee', 'x'] }, stock],
      /^garbageday: groups\[0\]\.command: "nodee": not found on PATH; write word by word what you would type to start "front"$/,
    ],
    [
      'a file that is not there',
      'gameday',
      [front, { ...stock, command: ['./gone'] }],
      /^garbageday: groups\[1\]\.command: "\.\/gone": no such file; /,
    ],
    ['copies', 'gameday --copies 4', [front, stock], /^garbageday: --copies: .* write desiredSize there$/],
    ['a ready check', 'up --ready /x', [front, stock], /^garbageday: --ready: .* write ready there$/],
    ['a variable', 'up --port-env P', [front, stock], /^garbageday: --port-env: .* write portEnv there$/],
    [
      'data that no group keeps',
      'up --data mongolite',
      [front, stock],
      /^garbageday: --data: no group of kind data is configured/,
    ],
    [
      'a command of several groups',
      'gameday -- server',
      [front, stock],
      /^garbageday: --: the configuration has several groups of servers \(front, stock\), and one command is typed; leave it out/,
    ],
  ])('refuses %s', async (_what, typed, groups, line) => {
    const { code, stderr, gameDays, ups } = await run(typed.split(' '), shop(groups));
    expect([code, gameDays, ups]).toEqual([2, [], []]);
    expect(stderr.trim()).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('refuses data where nothing keeps any', async () => {
    const { stderr } = await run(['gameday'], { ...shop([front, stock, { kind: 'data' }]), service: null });
    expect(stderr).toMatch(
      /^garbageday: groups: nothing here keeps data; leave the group of kind data out$/m,
    );
  });
});
