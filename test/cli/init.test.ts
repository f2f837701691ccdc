/** `garbageday init`: what is written, what is kept, and what is run at the end. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupNames, wordsOf } from '@garbageday/cli/init/answers.ts';
import { withScripts } from '@garbageday/cli/init/package-scripts.ts';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { type RunSettings, run } from './run.ts';

const configuration = 'garbageday.config.ts';
const workflow = '.github/workflows/game-day.yml';

/** A folder `shop` with these files, and a program `node` on PATH. */
function shop(files: Readonly<Record<string, string>> = {}): RunSettings & { readonly cwd: string } {
  const cwd = join(temporaryDirectory(), 'shop');
  mkdirSync(cwd);
  const bin = join(temporaryDirectory(), 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'node'), '', { mode: 0o755 });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(cwd, path), text);
  return { cwd, env: { PATH: bin } };
}

function read({ cwd }: RunSettings, path: string): string {
  return readFileSync(join(cwd, path), 'utf8');
}

const forServer = ['init', '--yes', '--command', 'node server.js'];

describe('for a command', () => {
  it('writes a configuration and a workflow, and rehearses a game day', async () => {
    const place = shop();
    const { code, stdout, stderr, rehearsals, gameDays } = await run(forServer, place);
    expect([code, stderr, gameDays]).toEqual([0, '', []]);
    expect(stdout).toContain('Dry run: garbageday gameday --dry-run -- node server.js\n');
    expect(readdirSync(place.cwd).toSorted()).toEqual(['.github', configuration]);
    const [options] = rehearsals;
    expect(options?.configuration.service).toBe('shop');
    const service = await options?.loadService();
    expect(service?.tiers[0]).toMatchObject({ program: 'node', args: ['server.js'] });
    expect(read(place, workflow)).toMatch(
      /^ {10}npx --yes garbageday@\d+\.\d+\.\d+ gameday -- node server\.js$/m,
    );
    expect(read(place, workflow)).toContain('report --format markdown >> "$GITHUB_STEP_SUMMARY"\n');
  });

  it('writes a configuration that can be read', async () => {
    const place = shop();
    await run([...forServer, '--no-dry-run'], place);
    const { service, groups, journeys, slos } = await loadConfiguration(null, place.cwd);
    expect(service).toBe('shop');
    expect(journeys.find(({ role }) => role === 'load')?.ratePerSecond).toBe(50);
    expect(
      groups.map(({ kind, desiredSize, requiredHealthy }) => [kind, desiredSize, requiredHealthy]),
    ).toEqual([
      ['web', 3, 2],
      ['load-balancer', 2, 1],
    ]);
    expect(slos.map(({ journey }) => journey)).toEqual(['users', 'users', 'probe', 'probe']);
  });

  it('starts nothing with --no-dry-run', async () => {
    const { code, rehearsals, stdout } = await run([...forServer, '--no-dry-run'], shop());
    expect([code, rehearsals]).toEqual([0, []]);
    expect(stdout).not.toContain('Dry run');
  });

  it('says in one JSON document what it did', async () => {
    const { code, stdout } = await run([...forServer, '--json'], shop());
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'garbageday/init@1',
      kind: 'command',
      service: 'shop',
      files: [
        { path: configuration, what: 'written', note: null },
        { path: workflow, what: 'written', note: null },
      ],
      dryRun: { command: 'garbageday gameday --dry-run -- node server.js', exitCode: 0 },
    });
  });

  it('adds a script to a package.json, which stays as it was otherwise', async () => {
    const place = shop({
      'package.json': '{\r\n\t"name": "x",\r\n\t"scripts": {\r\n\t\t"start": "node ."\r\n\t}\r\n}',
    });
    const { stdout } = await run(forServer, place);
    expect(read(place, 'package.json')).toBe(
      '{\r\n\t"name": "x",\r\n\t"scripts": {\r\n\t\t"start": "node .",\r\n\t\t"gameday": "garbageday gameday -- node server.js"\r\n\t}\r\n}',
    );
    expect(stdout).toContain('npm install --save-dev garbageday\n');
    expect(read(place, workflow)).toContain('      - run: npm install\n');
  });

  it('ends as its dry run ends, when the command is not there', async () => {
    const { code, stderr } = await run(['init', '--yes', '--command', 'nodd server.js'], shop());
    expect(code).toBe(2);
    expect(stderr).toBe(
      'garbageday: nodd: not found on PATH; write after -- what you would type to start your server\n',
    );
  });
});

describe('files that are there already', () => {
  const mine = { [configuration]: 'export default { service: "mine" };\n' };

  it('stay with --yes, and that is said', async () => {
    const place = shop(mine);
    const { stdout, rehearsals } = await run(forServer, place);
    expect(read(place, configuration)).toBe(mine[configuration]);
    expect(stdout).toContain(`kept      ${configuration} (it was there already; --force replaces it)\n`);
    expect(rehearsals[0]?.configuration.service).toBe('mine');
  });

  it('are replaced with --force', async () => {
    const place = shop(mine);
    const { stdout } = await run([...forServer, '--force'], place);
    expect(read(place, configuration)).toContain('defineConfig');
    expect(stdout).toContain(`replaced  ${configuration}\n`);
  });

  it.each([true, false])('are replaced when the answer is %s', async (answer) => {
    const place = shop(mine);
    const asked: string[] = [];
    const confirm = async (message: string) => {
      asked.push(message);
      return answer;
    };
    await run(['init', '--command', 'node server.js'], { ...place, questions: { ...silent, confirm } });
    expect(asked).toEqual([`${configuration} is there already. Replace it?`]);
    expect(read(place, configuration) !== mine[configuration]).toBe(answer);
  });

  it('are not asked about the second time', async () => {
    const place = shop({ 'package.json': '{}' });
    await run(forServer, place);
    const { stdout } = await run(['init', '--command', 'node server.js'], { ...place, questions: silent });
    expect(stdout.match(/^unchanged /gm)).toHaveLength(3);
  });

  it('of another kind are not hidden', async () => {
    const place = shop({ 'garbageday.config.json': '{"service": "json"}' });
    await run([...forServer, '--force'], place);
    expect(existsSync(join(place.cwd, configuration))).toBe(false);
  });

  it('with a script of the same name keep it', async () => {
    const place = shop({ 'package.json': '{"scripts": {"gameday": "mine"}}' });
    const { stdout } = await run(forServer, place);
    expect(read(place, 'package.json')).toBe('{"scripts": {"gameday": "mine"}}');
    expect(stdout).toContain('kept      package.json: gameday is there already');
  });
});

/** Of whom a question would be a bug. */
const silent = {
  choose: unexpected,
  chooseSome: unexpected,
  text: unexpected,
  confirm: unexpected,
};

async function unexpected(message: string): Promise<never> {
  throw new Error(`asked: ${message}`);
}

describe('for a URL', () => {
  it('writes the journey, and sends a few requests', async () => {
    const place = shop({ 'package.json': '{}' });
    const { code, probes, stdout } = await run(
      ['init', '--yes', '--url', 'https://shop.example.com/search?q=cat'],
      place,
    );
    expect(code).toBe(0);
    const [probe] = probes;
    expect([probe?.ratePerSecond, probe?.durationMs]).toEqual([2, 5_000]);
    expect(probe?.targets.map(({ url }) => url)).toEqual(['https://shop.example.com/']);
    expect(probe?.targets[0]?.journey.steps.map(({ path }) => path)).toEqual(['/search?q=cat']);
    const typed = `garbageday probe https://shop.example.com --journey ${configuration}`;
    expect(JSON.parse(read(place, 'package.json'))).toEqual({ scripts: { probe: typed } });
    expect(read(place, workflow)).toContain(`          npx ${typed} --markdown report.md\n`);
    expect(stdout).toContain(
      `Dry run: garbageday probe --rate 2 --duration 5s https://shop.example.com --journey ${configuration}\n`,
    );
    expect((await loadConfiguration(null, place.cwd)).service).toBe('shop-example-com');
  });

  it('probes the URL itself beside a configuration that stays', async () => {
    const place = shop({ [configuration]: 'export default {};\n' });
    const { probes } = await run(['init', '--yes', '--url', 'http://127.0.0.1:3000/a'], place);
    expect(probes[0]?.targets.map(({ url }) => url)).toEqual(['http://127.0.0.1:3000/a']);
  });
});

describe('asking', () => {
  it('offers three things, and guesses the command', async () => {
    const place = shop({ 'package.json': '{"scripts": {"start": "node ."}}' });
    const questions = {
      ...silent,
      choose: async <T extends string>(_message: string, [first]: readonly { readonly value: T }[]) =>
        first?.value ?? unexpected('nothing'),
      text: async (_message: string, { initial }: { readonly initial: string }) => initial,
    };
    await run(['init', '--no-dry-run'], { ...place, questions });
    expect(JSON.parse(read(place, 'package.json')).scripts.gameday).toBe('garbageday gameday -- npm start');
  });
});

describe('what cannot be', () => {
  it.each([
    [
      ['init', '--yes'],
      'init: what is there? add --command "node server.js", --url https://shop.example.com or --auto-scaling-group shop-web',
    ],
    [
      ['init', '--command', 'x', '--url', 'http://x'],
      '--command: is about this machine; leave out --url and --auto-scaling-group, or leave it out',
    ],
    [['init', '--url', 'shop'], '"shop" is not a URL; write one like http://127.0.0.1:3000/'],
    [
      ['init', '--url', 'http://me:secret@shop'],
      '--url: has a password, which would be written into files; leave it out, and add a header to the journey',
    ],
    [
      ['init', '--region', 'eu-west-1'],
      '--region and --target-group: are about Auto Scaling groups; add --auto-scaling-group <name>',
    ],
    [['init', '--command', ' '], '--command: is empty; write 1 to 1000 characters'],
  ])('%j is one line, and nothing is written', async (argv, line) => {
    const place = shop();
    const { code, stderr } = await run(argv, place);
    expect([code, stderr]).toEqual([2, `garbageday: ${line}\n`]);
    expect(readdirSync(place.cwd)).toEqual([]);
  });

  it('a package.json that is not JSON is one line, and nothing is written', async () => {
    const place = shop({ 'package.json': '{"name": }' });
    const { code, stderr } = await run(forServer, place);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^garbageday: package\.json:1:10: is not JSON: .*\n$/);
    expect(readdirSync(place.cwd)).toEqual(['package.json']);
  });
});

describe('the words of a command', () => {
  it.each([
    ['node server.js', ['node', 'server.js']],
    ['  node   server.js ', ['node', 'server.js']],
    ['python3 -m http.server {port}', ['python3', '-m', 'http.server', '{port}']],
    ['npm run build && npm start', ['sh', '-c', 'npm run build && npm start']],
    ['NODE_ENV=test node .', ['sh', '-c', 'NODE_ENV=test node .']],
    ['node "my server.js"', ['sh', '-c', 'node "my server.js"']],
  ])('%s', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });
});

it('gives each group a name of its own', () => {
  expect(groupNames(['Shop_Web', 'shop-web', '123', 'x'.repeat(40)])).toEqual([
    'shop-web',
    'shop-web-2',
    'web',
    'x'.repeat(32),
  ]);
});

it('makes a package.json where there is none', () => {
  const { text } = withScripts(null, { a: 'b' }, { name: 'shop', replaces: false });
  expect(text).toBe(
    '{\n  "name": "shop",\n  "private": true,\n  "type": "module",\n  "scripts": {\n    "a": "b"\n  }\n}\n',
  );
});
