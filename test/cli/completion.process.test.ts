/** The completion scripts, in the shells that they are for. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

async function scriptOf(shell: string): Promise<string> {
  const { code, stdout } = await run(['completion', shell], { cwd: temporaryDirectory() });
  expect(code).toBe(0);
  const path = join(temporaryDirectory(), `completion.${shell}`);
  writeFileSync(path, stdout);
  return path;
}

function words(output: string): readonly string[] {
  return output.split('\n').filter((line) => line !== '');
}

/** What each shell itself offers behind a command line that ends with a blank, or with the beginning of a word. */
const shells: Record<string, (script: string, line: readonly string[]) => readonly string[]> = {
  bash: (script, line) => {
    const set = `COMP_WORDS=(${line.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${line.length - 1}`;
    const body = `source '${script}'; ${set}; _garbageday; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return words(execFileSync('bash', ['--norc', '-c', body], { encoding: 'utf8' }));
  },
  zsh: (script, line) => {
    // What `_describe` would be given: the list itself, as a completion needs a terminal to be seen.
    const fakes = `compdef() { }; _files() { }; _describe() { print -rl -- $${'{(P)2%%:*}'} }`;
    const set = `words=(${line.map((word) => `'${word}'`).join(' ')}); CURRENT=${line.length}`;
    const body = `${fakes}; source '${script}'; ${set}; _garbageday`;
    const typed = line.at(-1) ?? '';
    const offered = words(execFileSync('zsh', ['-f', '-c', body], { encoding: 'utf8' }));
    return offered.filter((word) => word.startsWith(typed));
  },
  fish: (script, line) => {
    const body = `source '${script}'; complete -C '${line.join(' ')}'`;
    // Files complete as well: in an empty folder there are none.
    const cwd = temporaryDirectory();
    const home = temporaryDirectory();
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
    const offered = words(execFileSync('fish', ['--no-config', '-c', body], { encoding: 'utf8', env, cwd }));
    return offered.map((word) => word.split('\t')[0] ?? '');
  },
};

describe.each(Object.keys(shells))('%s', (shell) => {
  it('completes commands, their commands, and their options', async () => {
    const script = await scriptOf(shell);
    const offered = (...line: string[]) => shells[shell]?.(script, ['garbageday', ...line]) ?? [];
    expect(offered('ga')).toEqual(['gameday']);
    expect([...offered('slo', '')].filter((word) => !word.startsWith('-')).sort()).toEqual([
      'convert',
      'eval',
      'explain',
      'validate',
    ]);
    expect(offered('gameday', '--ki')).toEqual(['--kills']);
    expect(offered('slo', 'eval', '--sl')).toEqual(['--slices']);
    // Behind an option and its value it is still the same command.
    expect(offered('--directory', 'x', 'gameday', '--ki')).toEqual(['--kills']);
    expect(offered('status', '--ki')).toEqual([]);
  });
});

describe('garbageday completion', () => {
  it('refuses a shell that it does not know', async () => {
    const ran = await run(['completion', 'fisch'], { cwd: temporaryDirectory() });
    expect([ran.code, ran.stderr]).toEqual([
      2,
      'garbageday: completion: "fisch" is unknown; did you mean "fish"?\n',
    ]);
  });
});
