import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { launch, packageWith } from './launched-package.ts';

const garbageday = fileURLToPath(new URL('../../packages/cli/bin/garbageday.js', import.meta.url));
const systemNode = '/usr/bin/node';
const systemMajor = existsSync(systemNode)
  ? Number(execFileSync(systemNode, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }))
  : null;
const isOld = systemMajor !== null && systemMajor < 24;

const nodes = [
  { name: 'this Node', node: process.execPath, isThere: true },
  { name: `Node ${systemMajor}`, node: systemNode, isThere: isOld },
];

function sayAndWait(signal: string) {
  return `
  let times = 0;
  process.on('${signal}', () => {
    times += 1;
    process.stdout.write('${signal} ' + times + '\\n');
    setTimeout(() => process.exit(7), 100);
  });
  process.stdout.write('ready ' + process.pid + '\\n');
  setInterval(() => {}, 1000);`;
}

function until(condition: () => boolean) {
  return vi.waitFor(() => expect(condition()).toBe(true), 20_000);
}

/** A process that ended but that nobody has reaped yet is dead. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/stat') || !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe.each(nodes.filter(({ isThere }) => isThere))('started by $name', ({ node }) => {
  it('runs the command on Node 24', async () => {
    const { ended, stdout, stderr } = launch(node, [garbageday, '--version']);
    expect(await ended).toEqual({ code: 0, signal: null });
    expect([stdout(), stderr()]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+\n$/), '']);
  });

  it('reads a configuration where garbageday is not installed', () => {
    const file = join(temporaryDirectory(), 'garbageday.config.ts');
    const text =
      "import { defineConfig } from 'garbageday/config';\nexport default defineConfig({ service: 'afar' });\n";
    writeFileSync(file, text);
    const said = execFileSync(node, [garbageday, 'plan', '--config', file], { encoding: 'utf8' });
    expect(said).toMatch(/^afar {2}/);
  });

  it('ends with the exit code of the command', async () => {
    const { ended, stderr } = launch(node, [garbageday, 'gamday']);
    expect(await ended).toEqual({ code: 2, signal: null });
    expect(stderr()).toBe("garbageday: unknown command 'gamday'; did you mean gameday?\n");
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on, once', async (signal) => {
    const { child, ended, stdout } = launch(node, [packageWith(sayAndWait(signal))]);
    await until(() => stdout().includes('ready'));
    child.kill(signal);
    expect(await ended).toEqual({ code: 7, signal: null });
    expect(stdout()).toMatch(new RegExp(`^ready \\d+\\n${signal} 1\\n$`));
  });

  it('keeps quiet about node:sqlite, and about nothing else', async () => {
    const main = `await import('node:sqlite'); process.emitWarning('of another kind', 'ExperimentalWarning');`;
    const { ended, stderr } = launch(node, [packageWith(main)]);
    await ended;
    expect(stderr()).toContain('of another kind');
    expect(stderr()).not.toContain('SQLite');
  });
});

describe.runIf(isOld)(`started by Node ${systemMajor}, which launches Node 24`, () => {
  it('counts a Ctrl-C of the terminal once, though it reaches both processes', async () => {
    const { child, ended, stdout } = launch(systemNode, [packageWith(sayAndWait('SIGINT'))]);
    await until(() => stdout().includes('ready'));
    const inner = Number(/ready (\d+)/.exec(stdout())?.[1]);
    process.kill(inner, 'SIGINT');
    child.kill('SIGINT');
    await ended;
    expect(stdout()).not.toContain('SIGINT 2');
  });

  it('leaves nothing behind when the launcher is killed', async () => {
    const { child, stdout } = launch(systemNode, [packageWith(sayAndWait('SIGINT'))]);
    await until(() => stdout().includes('ready'));
    const inner = Number(/ready (\d+)/.exec(stdout())?.[1]);
    expect(isAlive(inner)).toBe(true);
    child.kill('SIGKILL');
    await until(() => !isAlive(inner));
  });

  it('says what to do when Node 24 is nowhere', async () => {
    const { ended, stdout, stderr } = launch(systemNode, [packageWith('', 'missing')]);
    expect(await ended).toEqual({ code: 2, signal: null });
    expect(stdout()).toBe('');
    expect(stderr()).toMatch(
      /^garbageday: needs Node 24, this is [\d.]+; run npm ci here, or install Node 24\n$/,
    );
  });
});

describe('a reader that leaves', () => {
  it('gets no stack trace', async () => {
    const { child, ended, stderr } = launch(process.execPath, [garbageday, '--help']);
    child.stdout.destroy();
    await ended;
    expect(stderr()).toBe('');
  });
});
