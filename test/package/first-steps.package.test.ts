/** The first page of the README, from an empty folder with the packed tarball. */
import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'shop-'));
const environment = {
  PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  HOME: folder,
  NO_COLOR: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
};

function npx(...argv: readonly string[]): SpawnSyncReturns<string> {
  const options = { cwd: folder, env: environment, encoding: 'utf8' } as const;
  return spawnSync('npx', ['--no-install', 'garbageday', ...argv], options);
}

beforeAll(() => {
  const argv = ['install', '--offline', '--no-audit', '--no-fund', inject('tarball')];
  execFileSync('npm', argv, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  copyFileSync(join(root, 'examples/servers/good.js'), join(folder, 'server.js'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  'npx garbageday gameday -- node server.js',
  'npx garbageday probe http://127.0.0.1:3000/',
  'npx garbageday init --yes --command "node server.js"',
  "new GarbageDay('Chaos', {",
])('the README shows `%s` before anything else', (typed) => {
  const [firstPage = ''] = readFileSync(join(root, 'README.md'), 'utf8').split(
    '## What happens on a game day',
  );
  expect(firstPage).toContain(typed);
});

describe('a server on a laptop', () => {
  it('npx garbageday init --yes --command "node server.js"', () => {
    const { status, stdout, stderr } = npx('init', '--yes', '--command', 'node server.js');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Dry run: nothing was killed.');
    expect(stdout).toMatch(/^User requests \(users\): \d+ sent, 0 failed/m);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['garbageday.config.ts', '.github']));
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    expect(manifest.scripts).toEqual({ gameday: 'garbageday gameday -- node server.js' });
    const workflow = parse(readFileSync(join(folder, '.github/workflows/game-day.yml'), 'utf8'));
    const runs = workflow.jobs['game-day'].steps.map(({ run }: { run?: string }) => run?.trim());
    expect(runs.filter(Boolean)).toEqual([
      'npm ci',
      'npx garbageday gameday -- node server.js',
      'npx garbageday report --format markdown >> "$GITHUB_STEP_SUMMARY"',
    ]);
  });

  it('npx garbageday gameday -- node server.js', () => {
    const short = ['--duration', '30s', '--kills', '1', '--rate', '40'];
    const { status, stdout, stderr } = npx('gameday', ...short, '--', 'node', 'server.js');
    expect(stderr).not.toContain('Warning');
    // 3: on a crowded machine too little was measured.
    expect([0, 3], `${stdout}${stderr}`).toContain(status);
    expect(stdout).toMatch(/terminate web-[abc]/);
    const files = ['report.html', 'report.json', 'report.png'];
    expect(readdirSync(join(folder, '.garbageday'))).toEqual(expect.arrayContaining(files));
    expect(npx('report', '--format', 'markdown').stdout).toMatch(/^# ./);
  });
});

describe('a URL', () => {
  it('npx garbageday probe http://127.0.0.1:PORT', async () => {
    const server = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void server.kill('SIGKILL'));
    const [port] = await once(server.stdout, 'data');
    const { status, stdout, stderr } = npx('probe', `http://127.0.0.1:${port}`, '--duration', '2s');
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/^live page at http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(stdout).toMatch(/Kept: \d+ probes, 0 failed/);
  });

  const program = `const server = require('http').createServer((_, response) => response.end('hello'));
    server.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port)));`;
});

describe('Auto Scaling groups', () => {
  const globals = `
    declare namespace $util { type Input<T> = T | Promise<T> | Output<T>; interface Output<T> { apply<U>(to: (value: T) => U): Output<U> }
      interface Resource { readonly urn: Output<string> } }
    declare namespace aws.autoscaling { class Group { readonly name: $util.Output<string>; readonly desiredCapacity: $util.Output<number> } }
    declare namespace aws.lb { class TargetGroup { readonly arn: $util.Output<string> } }
    declare namespace aws.lb { class LoadBalancer { readonly arn: $util.Output<string> } }
    declare namespace aws.ec2 { class Instance { readonly id: $util.Output<string> } }
    declare namespace sst { class Secret { readonly value: $util.Output<string>; constructor(name: string) } }
    declare function $config(options: { app: (input: { stage: string }) => object; run: () => Promise<void> }): unknown;`;

  it('without credentials it writes what was said, and says that nothing was looked at', () => {
    const groups = ['--auto-scaling-group', 'shop-web,shop-api', '--region', 'eu-west-1'];
    const typed = ['init', '--yes', '--force', ...groups, '--url', 'https://shop.example.com/cart?a=1'];
    const { status, stdout, stderr } = npx(...typed);
    expect(stderr).toMatch(/^listing Auto Scaling groups: there are no AWS credentials; .*\n$/);
    expect(stdout).toContain('No dry run: AWS could not be asked.');
    expect(status).toBe(3);
    expect(readFileSync(join(folder, 'sst.config.ts'), 'utf8')).toContain("autoScalingGroup: 'shop-api',");
  });

  it('what it writes has the right types', () => {
    writeFileSync(join(folder, 'globals.d.ts'), globals);
    // As SST resolves, with esbuild.
    const options =
      '--noEmit --strict --module esnext --moduleResolution bundler --target es2023 --allowImportingTsExtensions'.split(
        ' ',
      );
    const program = readFileSync(join(folder, 'sst.config.ts'), 'utf8').replace(/^\/\/\/ <reference.*\n/, '');
    writeFileSync(join(folder, 'sst-program.ts'), program);
    const files = ['globals.d.ts', 'garbageday.config.ts', 'sst-program.ts'];
    const { status, stdout } = spawnSync(
      join(root, 'node_modules/.bin/tsc'),
      [...options, '--types', '', ...files],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect([status, stdout]).toEqual([0, '']);
  });
});
