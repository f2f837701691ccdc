import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

const badCommands: Record<string, readonly [argv: string, line: string]> = {
  'an unknown command': ['gamday', "unknown command 'gamday'; did you mean gameday?"],
  'a command far from all': ['frobnicate', "unknown command 'frobnicate'; see garbageday --help"],
  'options without a command': [
    '--directory x',
    'no command; try `garbageday gameday`, or see garbageday --help',
  ],
  'help for an unknown command': ['help gamday', 'unknown command "gamday"; did you mean "gameday"?'],
  'an unknown option': ['gameday --kils 3', "unknown option '--kils'; did you mean --kills?"],
  'an unknown option far from all': [
    'gameday --frobnicate',
    "unknown option '--frobnicate'; see garbageday --help",
  ],
  'an option of another command': ['gameday --every 60s', "unknown option '--every'; see garbageday --help"],
  'an option without its value': [
    'gameday --rate',
    "option '--rate <n>' argument missing; see garbageday --help",
  ],
  'an argument too many': [
    'status now',
    "too many arguments for 'status'. Expected 0 arguments but got 1: now; see garbageday --help",
  ],
  'an argument without the -- before it': [
    'gameday now',
    'gameday: takes no argument "now"; a server of your own is written after --, as in `garbageday gameday -- node server.js`',
  ],
  'an unknown export': [
    'export nagios',
    'export: "nagios" is unknown; known: prometheus-rules, grafana, datadog',
  ],
  'an export that is misspelt': ['export grafan', 'export: "grafan" is unknown; did you mean "grafana"?'],
  'an export of nothing': ['export', "missing required argument 'kind'; see garbageday --help"],
  'a port for metrics that there is not': [
    'probe http://127.0.0.1:1/ --metrics-port 65536',
    '--metrics-port: 65536 is too large; write 0 to 65,535 (0: any free one)',
  ],
  'rate 0': ['gameday --rate 0', '--rate: 0 is too small; write 1 to 5,000 requests a second'],
  'rate 10⁹': ['gameday --rate 1e9', '--rate: 1000000000 is too large; write 1 to 5,000 requests a second'],
  'rate in words': [
    'gameday --rate many',
    '--rate: "many" is not a number; write 1 to 5,000 requests a second',
  ],
  'rate in hexadecimal': [
    'up --rate 0x10',
    '--rate: "0x10" is not a number; write 1 to 5,000 requests a second',
  ],
  'kills below 0': ['gameday --kills -1', '--kills: -1 is too small; write 0 to 1,000 kills'],
  'too many kills': ['gameday --kills 1001', '--kills: 1001 is too large; write 0 to 1,000 kills'],
  'half a kill': ['gameday --kills 1.5', '--kills: 1.5 is not a whole number; write 0 to 1,000 kills'],
  'a duration without its unit': [
    'gameday --duration 90',
    '--duration: "90" is not a duration; write its unit: "90ms", "90s", "90m" or "90h"',
  ],
  'a duration in words': [
    'gameday --duration long',
    '--duration: "long" is not a duration; write a whole number and its unit, such as "300ms", "90s", "2m" or "1h"',
  ],
  'a duration too short': ['gameday --duration 1s', '--duration: 1s is too short; write 20s to 24h'],
  'a duration too long': ['gameday --duration 25h', '--duration: 25h is too long; write 20s to 24h'],
  'a pause too short': ['up --every 1s', '--every: 1s is too short; write 15s to 24h'],
  'an empty seed': ['gameday --seed=', '--seed: is empty; write 1 to 64 characters'],
  'a seed too long': [
    `gameday --seed ${'x'.repeat(65)}`,
    '--seed: 65 characters are too many; write 1 to 64',
  ],
  'an unknown load balancer': [
    'gameday --lb nginx',
    '--lb: "nginx" is unknown; known: auto, haproxy, embedded',
  ],
  'a misspelt load balancer': [
    'gameday --lb embeded',
    '--lb: "embeded" is unknown; did you mean "embedded"?',
  ],
  'a misspelt database': ['up --data mongodb', '--data: "mongodb" is unknown; did you mean "mongod"?'],
  'an audience without a page': [
    'gameday --audience --no-page',
    '--audience: with --no-page there is no code to scan, and no one can switch it off',
  ],
  'an audience of a dry run': [
    'gameday --audience --audience-at eth0 --dry-run',
    '--audience: with --dry-run there is nothing that it may kill',
  ],
  'an audience at an address of another machine': [
    'up --audience --audience-at 192.168.1.8',
    '--audience-at: "192.168.1.8" is not an address or an interface of this machine; it has 192.168.1.7 (eth0)',
  ],
  'an address without an audience': [
    'up --audience-at 192.168.1.7',
    '--audience-at: says where the audience is; write --audience as well',
  ],
  'a port too high': ['up --port 65536', '--port: 65536 is too large; write 0 to 65,535 (0: any free one)'],
  'an empty directory': [
    'gameday --directory=',
    '--directory: is empty; write a path, or leave it out for .garbageday',
  ],
  'an empty configuration path': ['gameday --config=', '--config: is empty; write a file, or leave it out'],
  'a configuration that is not there': [
    'gameday --config nope.json',
    'nope.json: the file does not exist; check --config, or omit it for the defaults',
  ],
  'a configuration with a typo': [
    'gameday --config typo.json',
    'typo.json: slos[0].objectve: unknown key; did you mean "objective"?',
  ],
  'a configuration that is not JSON': [
    'up --config broken.json',
    'broken.json:1:2: is not JSON: put "service" into double quotes',
  ],
  'objective 99.9%': [
    'gameday --config percent.json',
    'percent.json: slos[0].objective: "99.9%" is a string; write the ratio 0.999',
  ],
  'more kills than fit': [
    'gameday --duration 20s --kills 4',
    'A game day of 20s is too short for 4 kills: it takes 75s (15s of baseline and 4 × 15s). Use --duration 75s, or fewer --kills.',
  ],
};

const files = {
  'typo.json': '{"slos": [{"journey": "users", "sli": "latency", "objectve": 0.9}]}',
  'percent.json': '{"slos": [{"journey": "users", "sli": "latency", "objective": "99.9%"}]}',
  'broken.json': '{service: "a"}',
};

function directoryWithFiles(): string {
  const cwd = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

describe.each(Object.entries(badCommands))('%s', (_sentence, [command, line]) => {
  it('gets one line on stderr, exit code 2, and leaves nothing behind', async () => {
    const cwd = directoryWithFiles();
    const ran = await run(command.split(' '), { cwd });
    expect(ran).toEqual({
      code: 2,
      stdout: '',
      stderr: `garbageday: ${line}\n`,
      gameDays: [],
      rehearsals: [],
      ups: [],
      probes: [],
    });
    expect(readdirSync(cwd).sort()).toEqual(Object.keys(files).sort());
  });

  it('gets one JSON document on stdout with --json', async () => {
    const ran = await run(['--json', ...command.split(' ')], { cwd: directoryWithFiles() });
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.stdout)).toEqual({
      schema: 'garbageday/error@1',
      error: { code: 'usage', message: line },
    });
    expect(ran.stderr).toBe(`garbageday: ${line}\n`);
  });
});

describe('what somebody wrote', () => {
  it('cannot break the line or reach the terminal as an escape sequence', async () => {
    const { stderr } = await run(['gameday', '--\u001b[31m\nx'], { cwd: temporaryDirectory() });
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr).not.toContain('\u001b');
  });
});

describe('a failure that is not the person’s', () => {
  const gameDay = async () => {
    throw new Error('the roof\nfell in');
  };

  it('gets one line and exit code 3', async () => {
    const ran = await run(['gameday'], { cwd: temporaryDirectory(), gameDay });
    expect([ran.code, ran.stderr]).toEqual([
      3,
      'garbageday: failed: the roof fell in; --debug shows where\n',
    ]);
  });

  it('gets its stack trace with --debug', async () => {
    const { stderr } = await run(['gameday', '--debug'], { cwd: temporaryDirectory(), gameDay });
    expect(stderr).toContain('bad-input.test.ts');
  });

  it('prints no second JSON document', async () => {
    const ran = await run(['gameday', '--json'], {
      cwd: temporaryDirectory(),
      gameDay: async (_options, output) => {
        output.document({ first: true });
        throw new Error('too late');
      },
    });
    expect(JSON.parse(ran.stdout)).toEqual({ first: true });
    expect(ran.code).toBe(3);
  });
});
