/** The tarball in an empty folder, as a stranger has it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'garbageday-stranger-'));

const nodes = [
  { name: 'Node 22', node: inject('node22') },
  { name: 'Node 24', node: process.execPath },
];

/** `npx garbageday …` in the folder, with that Node in front of PATH and nothing of this process's environment. */
function npx(node: string, ...argv: readonly string[]) {
  const env = { PATH: `${dirname(node)}:${process.env['PATH']}`, HOME: folder, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'garbageday', ...argv], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  // As `npm init -y` writes it.
  writeFileSync(join(folder, 'package.json'), '{"name": "stranger", "version": "1.0.0", "type": "commonjs"}');
  const argv = ['install', '--offline', '--no-audit', '--no-fund', inject('tarball')];
  execFileSync('npm', argv, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('is one, of 8 MB at the most', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'garbageday',
    ]);
    expect(inject('packedBytes')).toBeLessThanOrEqual(8_000_000);
  });

  it('names the licence of everything that is in it', () => {
    const text = readFileSync(join(folder, 'node_modules/garbageday/dist/THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of [
      'commander',
      'mongodb',
      'fastify',
      'echarts',
      '@resvg/resvg-wasm',
      '@expo-google-fonts/inter',
    ])
      expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+: `, 'm'));
  });

  it('has types for a configuration and for a program', () => {
    writeFileSync(
      join(folder, 'typed.ts'),
      `import { loadConfiguration, type Configuration } from 'garbageday';
       import { defineConfig } from 'garbageday/config';
       export const right = defineConfig({ service: 'shop' });
       export const loaded: Promise<Configuration> = loadConfiguration(null, '.');
       // @ts-expect-error a number is not a name
       export const wrong = defineConfig({ service: 1 });`,
    );
    const argv = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...argv, 'typed.ts'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
  });
});

describe('garbageday/sst', () => {
  /** What an SST app declares by `.sst/platform/config.d.ts`, as far as the component names it. */
  const globals = `
    declare namespace $util { type Input<T> = T | Promise<T> | Output<T>; interface Output<T> { apply<U>(to: (value: T) => U): Output<U> }
      interface Resource { readonly urn: Output<string> } }
    declare namespace aws.autoscaling { class Group { readonly name: $util.Output<string>; readonly desiredCapacity: $util.Output<number> } }
    declare namespace aws.lb { class TargetGroup { readonly arn: $util.Output<string> } }
    declare namespace aws.lb { class LoadBalancer { readonly arn: $util.Output<string> } }
    declare namespace aws.ec2 { class Instance { readonly id: $util.Output<string> } }
    declare namespace sst { class Secret { readonly value: $util.Output<string>; constructor(name: string) } }`;

  it('has types for an SST program', () => {
    writeFileSync(join(folder, 'sst-globals.d.ts'), globals);
    writeFileSync(
      join(folder, 'component.ts'),
      `import { chaosTags, GarbageDay } from 'garbageday/sst';
       declare const web: aws.autoscaling.Group;
       const target = { url: 'https://shop.example.com' };
       const config = { service: 'shop' };
       const groups = [{ name: 'web', autoScalingGroup: web, requiredHealthy: '66%' as const }];
       export const stage: string = new GarbageDay('Chaos', { config, target, groups, stopAlarms: ['errors'] }).stage;
       export const tags: { key: string; value: string; propagateAtLaunch: true }[] = chaosTags('web');
       // @ts-expect-error without groups there is nothing to hit
       new GarbageDay('Chaos', { config, target });
       // @ts-expect-error a misspelt key
       new GarbageDay('Chaos', { config, target, groups, slak: {} });
       // @ts-expect-error neither a name nor a group
       new GarbageDay('Chaos', { config, target, groups: [{ name: 'web', autoScalingGroup: 3 }] });`,
    );
    const argv = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
    const files = ['sst-globals.d.ts', 'component.ts'];
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...argv, ...files], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
  });

  it('has the functions that it deploys', () => {
    const functions = join(folder, 'node_modules/garbageday/dist/functions');
    expect(readdirSync(functions).toSorted()).toEqual([
      ...['alb-logs', 'alb-metrics', 'alert', 'chaos', 'draw', 'marks'],
      ...['otlp-events', 'otlp-metrics', 'probe', 'reporter', 'roles', 'site', 'users'],
    ]);
  });
});

describe.each(nodes)('$name', ({ name, node }) => {
  it('is what runs', () => {
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(
      new RegExp(`^v${name.slice(-2)}\\.`),
    );
  });

  it('reads a configuration in TypeScript', () => {
    const text =
      "import { defineConfig } from 'garbageday/config';\nexport default defineConfig({ service: 'shop' });\n";
    writeFileSync(join(folder, 'garbageday.config.ts'), text);
    const { status, stdout, stderr } = npx(node, 'plan');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^shop {2}09:00–15:00 UTC/);
  });

  it('explains objectives', () => {
    const { status, stdout, stderr } = npx(node, 'slo', 'explain');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('availability');
  });

  // With the newer one first-steps.package.test.ts plays a game day with a server of one's own.
  it.runIf(name === 'Node 22')('plays a game day, and leaves its report', () => {
    const argv = ['--duration', '30s', '--kills', '1', '--rate', '40', '--directory', '.garbageday'];
    const { status, stdout, stderr } = npx(node, 'gameday', ...argv);
    expect(stderr).not.toContain('Warning');
    expect(stdout).toContain('no write lost, none counted twice');
    expect(status).toBe(0);
    const files = ['report.html', 'report.json', 'report.png'];
    expect(readdirSync(join(folder, '.garbageday'))).toEqual(expect.arrayContaining(files));
  });
});
