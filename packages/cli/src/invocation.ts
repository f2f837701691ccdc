/** What a person must type to get this program: hints are to be typable as they are printed. */
import { delimiter, dirname, join, resolve } from 'node:path';
import { isExecutable } from '@garbageday/local/is-executable.ts';
import type { Invocation } from '@garbageday/render/terminal/invocation.ts';
import { shortPath, usualDirectory } from './directory-files.ts';
import type { Environment } from './screen.ts';

const name = 'garbageday';

export type Shell = {
  readonly env: Environment;
  readonly cwd: string;
  /** The script that runs: `process.argv[1]`. */
  readonly script: string;
};

/** `garbageday` where the shell finds it, else `npx garbageday` where npm does, else Node and the script. */
export function programOf({ env, cwd, script }: Shell): string {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '' && !isNpms(folder));
  if (folders.some((folder) => isExecutable(join(resolve(cwd, folder), name)))) return name;
  if (isInstalled(cwd)) return `npx ${name}`;
  return `node ${quoted(script)}`;
}

/** npm puts these on the PATH of what it starts, and not on that of the shell. */
function isNpms(folder: string): boolean {
  return /[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder) || /node-gyp-bin[\\/]?$/.test(folder);
}

/** As npx looks for it: here, and in every folder above. */
function isInstalled(folder: string): boolean {
  if (isExecutable(join(folder, 'node_modules', '.bin', name))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInstalled(parent);
}

/** For commands about a directory; `cwd`: where they are typed. */
export function invocationFor(
  directory: string,
  { cwd, program }: { readonly cwd: string; readonly program: string },
): Invocation {
  return { program, options: directoryOption(shortPath(directory, cwd)) };
}

/** `name`: the directory as a person would write it. */
export function directoryOption(name: string): string {
  return name === usualDirectory ? '' : `--directory ${quoted(name)}`;
}

/** One word for a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

const commands = 'gameday|up|status|kill|halt|resume|report|stop|plan|slo|completion|help|--help';
const hint = new RegExp(`(?<!npx )(?<![\\w./-])${name} (?=(?:${commands})(?![\\w-])|\\[)`, 'g');

/** Sentences from anywhere name commands as `garbageday up`: here they get the name that can be typed. */
export function typable(text: string, program: string): string {
  return program === name ? text : text.replaceAll(hint, `${program} `);
}
