/** The files that servers run, checked by the tools that know them. */
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rootServices } from './checks/root-services.ts';
import { evaluated, everyStage } from './harness/evaluated.ts';
import { userDataDirectory } from './harness/node.ts';
import { run } from './harness/run.ts';
import { named, ofType, text } from './harness/stage.ts';

function all(pattern: string) {
  return globSync(pattern, { cwd: userDataDirectory }).toSorted();
}
function contents(path: string) {
  return readFileSync(join(userDataDirectory, path), 'utf8');
}
function tool(file: string, args: readonly string[], cwd: string) {
  return run({
    file,
    args,
    cwd,
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
    timeoutMs: 60_000,
  });
}

describe('scripts', () => {
  it('pass shellcheck', async () => {
    const scripts = all('**/*.sh');
    expect(scripts.length).toBe(9);
    const { code, stdout, stderr } = await tool(
      'shellcheck',
      ['--shell=bash', ...scripts],
      userDataDirectory,
    );
    expect(`${stdout}${stderr}`).toBe('');
    expect(code).toBe(0);
  });

  it('shellcheck is awake', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'garbageday-shell-'));
    writeFileSync(join(directory, 'bad.sh'), '#!/bin/bash\nrm -rf $1/*\n');
    const { code, stdout } = await tool('shellcheck', ['bad.sh'], directory);
    rmSync(directory, { recursive: true });
    expect([code, stdout]).toEqual([1, expect.stringContaining('SC2086')]);
  });

  it.each(all('**/*.sh'))('%s stops at the first error', (script) => {
    expect(contents(script)).toContain('set -euo pipefail');
  });
});

/** The units where systemd looks, with every program replaced by one that exists. */
function unitTree(): string {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-units-'));
  const fixtures = join(import.meta.dirname, 'fixtures/units');
  for (const unit of ['mongod', 'haproxy']) {
    cpSync(join(fixtures, `${unit}.service`), join(directory, `${unit}.service`));
    mkdirSync(join(directory, `${unit}.service.d`));
    const from = all(`**/${unit}-drop-in.conf`)[0] ?? '';
    cpSync(join(userDataDirectory, from), join(directory, `${unit}.service.d/garbageday.conf`));
  }
  for (const unit of all('**/*.{service,timer}'))
    cpSync(join(userDataDirectory, unit), join(directory, basename(unit)));
  for (const file of globSync('**/*.{service,conf}', { cwd: directory })) {
    const path = join(directory, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/^(Exec\w+=\+?)\/\S+/gm, '$1/bin/true'));
  }
  return directory;
}

function verify(directory: string) {
  const units = globSync('*.{service,timer}', { cwd: directory });
  return run({
    file: 'systemd-analyze',
    args: ['verify', '--man=no', ...units.map((unit) => join(directory, unit))],
    cwd: directory,
    env: { ...process.env, SYSTEMD_UNIT_PATH: `${directory}:` },
    timeoutMs: 60_000,
  });
}

/** What systemd says about our units; about others on this machine it may say what it likes. */
function about(directory: string, { stderr }: { stderr: string }) {
  return stderr
    .split('\n')
    .filter((line) => line.includes(directory) || /garbageday|wordcount|mongod|haproxy/.test(line));
}

describe('units', () => {
  let directory = '';
  beforeEach(() => {
    directory = unitTree();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('pass systemd-analyze verify, drop-ins included', async () => {
    expect(globSync('*.{service,timer}', { cwd: directory }).length).toBe(9);
    expect(about(directory, await verify(directory))).toEqual([]);
  });

  it('systemd-analyze is awake', async () => {
    const path = join(directory, 'wordcount.service');
    writeFileSync(path, readFileSync(path, 'utf8').replace('Restart=always', 'Restart=alwys'));
    expect(about(directory, await verify(directory)).join()).toContain('alwys');
  });

  it.each(all('**/*.{service,conf}'))('%s starts only what a script installs or puts there', (unit) => {
    const programs = [...contents(unit).matchAll(/^Exec\w+=\+?(\/\S+)/gm)].map(([, program]) =>
      String(program),
    );
    const installed = ['/usr/bin/mongod', '/opt/garbageday/bin/node', '/usr/sbin/haproxy', '/bin/kill'];
    const ours = all('**/*.sh').map((script) => `/opt/garbageday/${basename(script)}`);
    expect(programs.filter((program) => ![...installed, ...ours].includes(program))).toEqual([]);
  });

  /** Our units, and those of packages, each with its drop-ins. */
  const unitTexts = (): Map<string, string[]> => {
    const texts = new Map(
      globSync('*.service', { cwd: directory }).map((unit) => [
        unit,
        [unit, ...globSync(`${unit}.d/*.conf`, { cwd: directory })].map((file) =>
          readFileSync(join(directory, file), 'utf8'),
        ),
      ]),
    );
    return texts;
  };

  it('no program that stays up is root, and HAProxy has not one capability', () => {
    expect(unitTexts().size).toBe(7);
    expect(rootServices(unitTexts())).toEqual([]);
    expect(unitTexts().get('haproxy.service')?.join('\n')).toMatch(/^CapabilityBoundingSet=$/m);
  });

  it.each([
    ['without its drop-in', (texts: string[]) => texts.slice(0, 1)],
    ['told to be root', (texts: string[]) => [...texts, 'User=root\nDynamicUser=no\n']],
  ])('HAProxy %s is found', (_, plant) => {
    const texts = unitTexts();
    texts.set('haproxy.service', plant(texts.get('haproxy.service') ?? []));
    expect(rootServices(texts)).toEqual(['haproxy.service']);
  });

  it('a web server has time to drain before it is killed', () => {
    const unit = contents('web/wordcount.service');
    const [, drainMs] = /DRAIN_MS=(\d+)/.exec(unit) ?? [];
    const [, stopSeconds] = /TimeoutStopSec=(\d+)/.exec(unit) ?? [];
    // main.ts gives the last requests ten seconds after the drain.
    expect(Number(stopSeconds) * 1_000).toBeGreaterThanOrEqual(Number(drainMs) + 10_000);
  });
});

describe('what user data carries', () => {
  it.each(everyStage)('in %s: JSON behind #cloud-config, below 16 KiB, with every file', (_, stage) => {
    for (const template of ofType(stage, 'aws:ec2/launchTemplate:LaunchTemplate')) {
      const document = Buffer.from(text(template, 'userData'), 'base64').toString();
      expect(Buffer.byteLength(document)).toBeLessThanOrEqual(16_384);
      const [first, ...rest] = document.split('\n');
      expect(first).toBe('#cloud-config');
      const { write_files: files, runcmd } = JSON.parse(rest.join('\n')) as {
        write_files: { path: string; permissions: string; content: string }[];
        runcmd: string[][];
      };
      expect(runcmd).toEqual([['/opt/garbageday/install.sh']]);
      const paths = files.map(({ path }) => path);
      const started = files.flatMap(({ content }) => [
        ...content.matchAll(/\/opt\/garbageday\/[\w-]+\.(?:sh|js)/g),
      ]);
      for (const [path] of started) expect(paths, template.name).toContain(path);
      for (const { path, permissions } of files) {
        expect(permissions, path).toBe(path.endsWith('.sh') ? '0755' : '0644');
      }
    }
  });

  it.each(everyStage)(
    'in %s: each member its own name, and the right to initiate to the first alone',
    (name, stage) => {
      const settings = [1, 2, 3].map((index) => {
        const document = Buffer.from(
          text(named(stage, `Data${index}Template`), 'userData'),
          'base64',
        ).toString();
        const [, host] = /HOST_NAME=(\S+?)\\n/.exec(document) ?? [];
        const [, mayInitiate] = /MAY_INITIATE=(\w+?)\\n/.exec(document) ?? [];
        const [, members] = /MEMBERS=(\S+?)\\n/.exec(document) ?? [];
        return [host, mayInitiate, members];
      });
      const hosts = ['a', 'b', 'c'].map((letter) => `data-${letter}.data.${name}.garbageday.internal`);
      const members = hosts.map((host) => `${host}:27017`).join(',');
      expect(settings).toEqual(hosts.map((host, index) => [host, index === 0 ? 'yes' : 'no', members]));
    },
  );

  it('every file of stacks/user-data is carried by some server', () => {
    const carried = everyStage.flatMap(([, stage]) =>
      ofType(stage, 'aws:ec2/launchTemplate:LaunchTemplate').map((template) =>
        Buffer.from(text(template, 'userData'), 'base64').toString(),
      ),
    );
    const forgotten = all('*/*').filter(
      (path) => !carried.some((each) => each.includes(JSON.stringify(contents(path)))),
    );
    expect(forgotten).toEqual([]);
  });
});

/** The stage with every kind of server, and what each of them is given. */
const documents = ofType(evaluated('haproxy'), 'aws:ec2/launchTemplate:LaunchTemplate').map(
  (template) => [template.name, Buffer.from(text(template, 'userData'), 'base64').toString()] as const,
);

describe("cloud-init's own schema", () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'garbageday-cloud-init-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** What it says when it is not content, nothing when it is. */
  async function complaints(document: string): Promise<string> {
    const file = join(directory, 'user-data');
    writeFileSync(file, document);
    const { code, stdout, stderr } = await tool('cloud-init', ['schema', '--config-file', file], directory);
    if (code === 0) expect(stdout).toContain('Valid cloud-config');
    return code === 0 ? '' : `${stdout}${stderr}`;
  }

  it('is asked about all five documents', () => {
    const expected = ['Data1Template', 'Data2Template', 'Data3Template', 'HaproxyTemplate', 'WebTemplate'];
    expect(documents.map(([name]) => name).toSorted()).toEqual(expected);
  });

  it.each(documents)('takes what %s gives its servers', async (_, document) => {
    expect(await complaints(document)).toBe('');
  });

  it.each([
    ['permissions that are a number', (document: string) => document.replaceAll('"0755"', '493')],
    ['a misspelt key', (document: string) => document.replaceAll('"permissions"', '"permission"')],
    [
      'a command that is none',
      (document: string) => document.replace('"runcmd":[[', '"runcmd":[[[').replace(']]}', ']]]}'),
    ],
  ])('does not take %s', async (_, plant) => {
    const [[, document] = ['', '']] = documents;
    expect(plant(document)).not.toBe(document);
    expect(await complaints(plant(document))).toMatch(/Error|Invalid/);
  });
});
