import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { invocationFor, programOf, typable } from '@garbageday/cli/invocation.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

function install(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'garbageday');
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return folder;
}

describe('what a person types', () => {
  const script = '/opt/my garbage/garbageday.js';

  it('is the name alone where the shell finds it', () => {
    const cwd = temporaryDirectory();
    const bin = install(join(cwd, 'bin'));
    expect(programOf({ env: { PATH: `/nowhere:${bin}` }, cwd, script })).toBe('garbageday');
  });

  it('is npx where npm installed it, also below, although npm itself puts it on the PATH of what it starts', () => {
    const root = temporaryDirectory();
    const bin = install(join(root, 'node_modules', '.bin'));
    const cwd = join(root, 'docs');
    mkdirSync(cwd);
    for (const folder of [root, cwd])
      expect(programOf({ env: { PATH: `${bin}:/usr/bin` }, cwd: folder, script })).toBe('npx garbageday');
  });

  it('is Node and the script elsewhere', () => {
    expect(programOf({ env: {}, cwd: temporaryDirectory(), script })).toBe(`node '${script}'`);
  });

  it('names the directory where it is not the usual one', () => {
    const here = { cwd: '/home/me', program: 'npx garbageday' };
    expect(invocationFor('/home/me/.garbageday', here)).toEqual({ program: 'npx garbageday', options: '' });
    expect(invocationFor("/tmp/it's", here).options).toBe(`--directory '/tmp/it'\\''s'`);
  });
});

describe('a hint', () => {
  it.each([
    ['start it with `garbageday up`', 'start it with `npx garbageday up`'],
    ['see garbageday --help', 'see npx garbageday --help'],
    ['Usage: garbageday [options]', 'Usage: npx garbageday [options]'],
    ['  garbageday kill data --armed', '  npx garbageday kill data --armed'],
    ['garbageday: stopped', 'garbageday: stopped'],
    ['another garbageday runs here', 'another garbageday runs here'],
    ['npx garbageday up', 'npx garbageday up'],
    ['/x/garbageday up', '/x/garbageday up'],
  ])('%s', (text, expected) => {
    const once = typable(text, 'npx garbageday');
    expect(once).toBe(expected);
  });

  it.each([
    [['status', '--directory', 'my run'], "start it with `npx garbageday up --directory 'my run'`\n"],
    [['gamday'], 'did you mean gameday?\n'],
    [['kill', '--help'], '  npx garbageday kill web --platform aws --stage dev   in a stage on AWS\n'],
  ])('%s', async (argv, end) => {
    const { stdout, stderr } = await run(argv, { cwd: temporaryDirectory(), program: 'npx garbageday' });
    expect(`${stdout}${stderr}`).toContain(end);
    // Nothing names a command in a way that cannot be typed.
    expect(`${stdout}${stderr}`).not.toMatch(/(?<!npx )garbageday (?:up|kill|gameday|\[)/);
  });

  it('knows every command of the program', async () => {
    const { stdout } = await run(['--help'], { cwd: temporaryDirectory() });
    const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?: [[<]\S+[\]>])* {2,}\S/gm)].map(([, name]) => name);
    expect(commands).toContain('completion');
    for (const name of commands)
      expect(typable(`garbageday ${name}`, 'npx garbageday')).toBe(`npx garbageday ${name}`);
  });
});
