import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

describe('gameday', () => {
  it('fills in every option', async () => {
    const cwd = temporaryDirectory();
    const { code, gameDays } = await run(['gameday'], { cwd });
    expect(code).toBe(0);
    expect(gameDays).toMatchObject([
      {
        durationMs: 90_000,
        kills: 4,
        lb: 'auto',
        data: 'auto',
        port: 0,
        directory: join(cwd, '.garbageday'),
        isJson: false,
        isDebug: false,
        invocation: { program: 'garbageday', options: '' },
        configuration: { mode: 'armed', service: 'wordcount' },
      },
    ]);
  });

  it('takes every option, before or after the command', async () => {
    const command =
      '--json gameday --duration 10m --kills 7 --rate 50 --seed abc --lb embedded --data mongolite --port 8080 --directory d --debug';
    const cwd = temporaryDirectory();
    const { gameDays } = await run(command.split(' '), { cwd });
    expect(gameDays).toMatchObject([
      {
        durationMs: 600_000,
        kills: 7,
        seed: 'abc',
        lb: 'embedded',
        data: 'mongolite',
        port: 8080,
        directory: join(cwd, 'd'),
        isJson: true,
        isDebug: true,
        configuration: {
          journeys: [
            { name: 'users', ratePerSecond: 50 },
            { name: 'probe', ratePerSecond: 10 },
          ],
        },
      },
    ]);
  });

  it('makes room for many kills when no duration is given', async () => {
    const { gameDays } = await run(['gameday', '--kills', '20'], { cwd: temporaryDirectory() });
    expect(gameDays[0]?.durationMs).toBe(320_000);
  });

  it('draws another seed each time', async () => {
    const cwd = temporaryDirectory();
    const seeds = [await run(['gameday'], { cwd }), await run(['gameday'], { cwd })].map(
      (ran) => ran.gameDays[0]?.seed,
    );
    expect(seeds[0]).toMatch(/^[\da-f]{8}$/);
    expect(seeds[0]).not.toBe(seeds[1]);
  });

  it('takes the rate from the configuration, which lies in the working directory', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'garbageday.config.json'), '{"users": {"ratePerSecond": 7}}');
    const { gameDays } = await run(['gameday'], { cwd });
    expect(gameDays[0]?.configuration.journeys[0]).toMatchObject({ name: 'users', ratePerSecond: 7 });
  });

  it.each([
    ['gameday', null],
    ['gameday --audience', { address: '192.168.1.7', name: 'eth0' }],
    ['gameday --audience --audience-at 192.168.1.7 --open', { address: '192.168.1.7', name: 'eth0' }],
  ])('%s: lets phones kill at %j', async (command, audience) => {
    const { gameDays } = await run(command.split(' '), { cwd: temporaryDirectory() });
    expect(gameDays[0]?.audience).toEqual(audience);
  });

  it('says in one line that there is no network for an audience', async () => {
    const ran = await run(['gameday', '--audience'], { cwd: temporaryDirectory(), interfaces: {} });
    expect([ran.code, ran.gameDays, ran.stderr]).toEqual([
      2,
      [],
      'garbageday: --audience: this machine has no address that a phone could reach; join a network, or write --audience-at 127.0.0.1\n',
    ]);
  });

  it('ends with the exit code of the game day', async () => {
    const { code } = await run(['gameday'], { cwd: temporaryDirectory(), gameDay: async () => 1 });
    expect(code).toBe(1);
  });
});

describe('up', () => {
  it.each([
    ['up', 60_000, 'dry-run'],
    ['up --every 5m', 300_000, 'dry-run'],
    ['up --armed', 60_000, 'armed'],
    ['up --no-chaos', null, 'dry-run'],
  ])('%s: an experiment every %s ms, %s', async (command, everyMs, mode) => {
    const { ups } = await run(command.split(' '), { cwd: temporaryDirectory() });
    expect(ups).toMatchObject([{ everyMs, configuration: { mode } }]);
  });
});

describe('help', () => {
  it.each([[''], ['--help'], ['help'], ['gameday --help'], ['help up'], ['help help']])(
    '%s goes to stdout, exit code 0',
    async (command) => {
      const ran = await run(command.split(' ').filter(Boolean), { cwd: temporaryDirectory() });
      expect([ran.code, ran.stderr]).toEqual([0, '']);
      expect(ran.stdout).toMatch(/^Usage: garbageday/);
    },
  );

  it('says the version', async () => {
    expect((await run(['--version'], { cwd: temporaryDirectory() })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(['--version --json', '--json -v'])('%s says what a bug report needs', async (typed) => {
    const { code, stdout, stderr } = await run(typed.split(' '), { cwd: temporaryDirectory() });
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'garbageday/version@1',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      loadBalancer: expect.stringMatching(/^(HAProxy \d+\.\d+\S*|embedded load balancer)$/),
      data: expect.stringMatching(/\S/),
    });
  });
});
