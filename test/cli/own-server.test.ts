import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNameOf } from '@garbageday/cli/options/own-server.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { type RunSettings, run } from './run.ts';

/** A folder of the name that has a program `server`, which is on PATH. */
function shop(): RunSettings {
  const cwd = join(temporaryDirectory(), '7-My_Shop!');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'server'), '', { mode: 0o755 });
  return { cwd, env: { PATH: cwd } };
}

describe('a server of your own', () => {
  it('is started as typed, and called as the options say', async () => {
    const typed =
      'gameday --copies 5 --port-env HTTP_PORT --ready /healthz --path / --path /a?b=1 -- server --x {port}';
    const { code, gameDays } = await run(typed.split(' '), shop());
    expect(code).toBe(0);
    const [options] = gameDays;
    expect(options?.isOwnServer).toBe(true);
    const service = await options?.loadService();
    expect(service?.tiers).toEqual([
      {
        group: null,
        program: 'server',
        args: ['--x', '{port}'],
        env: {},
        portVariable: 'HTTP_PORT',
        readyPath: '/healthz',
        dependsOn: [],
        bundle: null,
      },
    ]);
    expect(service?.readyCheck).toEqual({ path: '/healthz', accepts: '2xx' });
    expect(service?.chooseData).toBeNull();
    for (const journey of Object.values(service?.journeys ?? {})) {
      expect(journey.steps.map(({ name, path }) => [name, path])).toEqual([
        ['root', '/'],
        ['a-b-1', '/a?b=1'],
      ]);
    }
    expect(options?.configuration.service).toBe('my-shop');
    expect(
      options?.configuration.groups.map(({ kind, desiredSize, requiredHealthy }) => [
        kind,
        desiredSize,
        requiredHealthy,
      ]),
    ).toEqual([
      ['web', 5, 4],
      ['load-balancer', 2, 1],
    ]);
  });

  it('sends what is typed, counts what is not a question as a write, and asks for the total', async () => {
    const typed = [
      'gameday',
      '--path',
      'POST /add',
      '--path',
      '/',
      '--path',
      '/',
      '--audit',
      '/total#sum.all',
    ];
    const { gameDays } = await run([...typed, '--', 'server'], shop());
    const service = await gameDays[0]?.loadService();
    expect(
      service?.journeys.load.steps.map(({ name, method, path, expect: of }) => [name, method, path, of]),
    ).toEqual([
      ['add', 'POST', '/add', [{ kind: 'increases', counter: 'writes' }]],
      ['root', 'GET', '/', []],
      ['root-3', 'GET', '/', []],
    ]);
    expect(gameDays[0]?.configuration.audit).toEqual({ get: '/total', json: 'sum.all' });
  });

  it.each<[typed: string, path: string, weight: number | undefined]>([
    ['/search=3', '/search', 3],
    ['/search?q=1', '/search?q=1', undefined],
    ['/search?q=1 =0.5e1', '/search?q=1', 5],
    ['GET /a=2', '/a', 2],
  ])('reads the weight of %s', async (typed, path, weight) => {
    const { gameDays } = await run(['gameday', '--path', typed, '--', 'server'], shop());
    const [step] = (await gameDays[0]?.loadService())?.journeys.load.steps ?? [];
    expect([step?.path, step?.weight]).toEqual([path, weight]);
  });

  it('audits as the configuration says, unless something else is typed', async () => {
    const settings = shop();
    const file = JSON.stringify({ audit: { get: '/count' } });
    writeFileSync(join(settings.cwd, 'garbageday.config.json'), file);
    const audited = async (...typed: readonly string[]) =>
      (await run(['gameday', ...typed, '--', 'server'], settings)).gameDays[0]?.configuration.audit;
    expect(await audited()).toEqual({ get: '/count', json: '' });
    expect(await audited('--audit', '/n')).toEqual({ get: '/n', json: '' });
  });

  it('keeps the name and the sizes that a configuration gives', async () => {
    const settings = shop();
    const configuration = {
      service: 'till',
      groups: [{ kind: 'web', desiredSize: 4 }, { kind: 'load-balancer' }],
    };
    writeFileSync(join(settings.cwd, 'garbageday.config.json'), JSON.stringify(configuration));
    const { gameDays } = await run(['gameday', '--', './server'], settings);
    expect(gameDays[0]?.configuration).toMatchObject({ service: 'till', groups: [{ desiredSize: 4 }, {}] });
  });

  it('needs no demo', async () => {
    const { code, ups } = await run(['up', '--', 'server'], { ...shop(), service: null });
    expect(code).toBe(0);
    expect(ups[0]?.isOwnServer).toBe(true);
  });

  it.each<[what: string, typed: string | readonly string[], line: RegExp]>([
    [
      'a program that is nowhere',
      'gameday -- nodee x',
      /^garbageday: nodee: not found on PATH; write after --/,
    ],
    ['a file that is not there', 'gameday -- ./gone.sh', /^garbageday: \.\/gone\.sh: no such file/],
    [
      'an argument that no one meant as a command',
      'gameday server',
      /takes no argument "server".*-- node server\.js/,
    ],
    ['its options without it', 'gameday --copies 3', /^garbageday: --copies: is about a server of your own/],
    ['the same of up', 'up --ready /x', /^garbageday: --ready: is about a server of your own/],
    ['one copy', 'gameday --copies 1 -- server', /^garbageday: --copies: /],
    ['a path without its slash', 'gameday --path x -- server', /--path: "x" is not a path; write \/ and/],
    [
      'a method that is none',
      ['gameday', '--path', 'FETCH /x', '--', 'server'],
      /--path: "FETCH" is unknown/,
    ],
    ['a weight of nothing', 'gameday --path /x=0 -- server', /--path: 0 is too small/],
    ['a weight that is none', 'gameday --path /x=y -- server', /--path: "y" is not a number/],
    ['an audit without a path', 'gameday --audit total -- server', /--audit: "total" is not a path/],
    ['a path with a quote', "gameday --ready /a'b -- server", /--ready: .* is not a path/],
    [
      'a variable with a dash',
      'gameday --port-env MY-PORT -- server',
      /"MY-PORT" is not the name of a variable/,
    ],
    ["the demo's data", 'gameday --data mongolite -- server', /^garbageday: --data: is about the demo/],
  ])('refuses %s', async (_what, typed, line) => {
    const { code, stderr, gameDays, ups } = await run(
      typeof typed === 'string' ? typed.split(' ') : typed,
      shop(),
    );
    expect([code, gameDays, ups]).toEqual([2, [], []]);
    expect(stderr.trim()).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['/home/me/My Shop', 'my-shop'],
    ['/srv/2026', 'service'],
    ['/', 'service'],
    ['/x/a-very-long-name-of-a-folder-that-goes-on', 'a-very-long-name-of-a-folder-tha'],
  ])('of the folder %s is named %s', (folder, name) => {
    expect(serviceNameOf(folder)).toBe(name);
  });
});
