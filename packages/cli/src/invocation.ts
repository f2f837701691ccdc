/** What a person must type to run this program: hints can be typed as they are printed. */
import { delimiter, dirname, join, resolve } from 'node:path';
import { isExecutable } from '@garbageday/local/is-executable.ts';
import type { Invocation } from '@garbageday/render/terminal/invocation.ts';
import { shortPath, usualDirectory } from './directory-files.ts';
import type { Environment } from './screen.ts';

const name = 'garbageday';

export type Shell = {
  readonly env: Environment;
  readonly cwd: string;
  /** The running script: `process.argv[1]`. */
  readonly script: string;
};

/** `garbageday` if the shell finds it, else `npx garbageday` if npm does, else Node and the script. */
export function programOf({ env, cwd, script }: Shell): string {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '' && !isNpms(folder));
  if (folders.some((folder) => isExecutable(join(resolve(cwd, folder), name)))) return name;
  if (isInstalled(cwd)) return `npx ${name}`;
  return `node ${quoted(script)}`;
}

/** Folders that npm puts on the PATH of what it starts, but that are not on the shell's. */
function isNpms(folder: string): boolean {
  return /[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder) || /node-gyp-bin[\\/]?$/.test(folder);
}

/** Looks as npx does: here, and in every folder above. */
function isInstalled(folder: string): boolean {
  if (isExecutable(join(folder, 'node_modules', '.bin', name))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInstalled(parent);
}

/** For commands on a directory; `cwd`: where they are typed. */
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
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

const commands =
  'gameday|up|probe|init|status|kill|halt|resume|report|stop|adopt|plan|slo|export|completion|help|--help';
const hint = new RegExp(`(?<!npx )(?<![\\w./-])${name} (?=(?:${commands})(?![\\w-])|\\[)`, 'g');

/** Messages name commands as `garbageday up`; this replaces the name with what can be typed here. */
export function typable(text: string, program: string): string {
  return program === name ? text : text.replaceAll(hint, `${program} `);
}
