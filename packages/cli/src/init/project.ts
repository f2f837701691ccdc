/** The folder in which `garbageday init` was typed, as far as it matters to it. */
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurationFiles } from '@garbageday/config/load-configuration.ts';
import { explainFileError } from '@garbageday/local/file-error.ts';
import type { Installation } from './workflow-text.ts';

/** What became of a file. */
export type Written = {
  readonly path: string;
  readonly what: 'written' | 'updated' | 'replaced' | 'kept' | 'unchanged';
  /** Beside its name: which scripts, say. */
  readonly note: string | null;
};

/** Whether a file that is there and says something else is to be replaced. */
export type MayReplace = (path: string) => Promise<boolean>;

/** `null`: there is no such file. @throws UsageError for what cannot be read. */
export function readIn(cwd: string, path: string): string | null {
  const file = join(cwd, path);
  // A link that leads nowhere is there, too.
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw explainFileError(path, error);
  }
}

/** Writes a file that is not there; one that is, only after having been told so. @throws UsageError when the disk refuses. */
export async function writeIn(
  cwd: string,
  { path, text }: { readonly path: string; readonly text: string },
  mayReplace: MayReplace,
): Promise<Written> {
  const before = readIn(cwd, path);
  if (before === text) return { path, what: 'unchanged', note: null };
  if (before !== null && !(await mayReplace(path))) return { path, what: 'kept', note: null };
  put(cwd, path, text);
  return { path, what: before === null ? 'written' : 'replaced', note: null };
}

export function put(cwd: string, path: string, text: string): void {
  const file = join(cwd, path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw explainFileError(path, error);
  }
}

/** The configuration that would be read here; `null`: none is there. */
export function configurationIn(cwd: string): string | null {
  return configurationFiles.find((name) => existsSync(join(cwd, name))) ?? null;
}

const lockFiles = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm ci'],
  ['npm-shrinkwrap.json', 'npm ci'],
] as const;

export function installationOf(cwd: string): Installation {
  const found = lockFiles.find(([name]) => existsSync(join(cwd, name)));
  if (found !== undefined) return found[1];
  return existsSync(join(cwd, 'package.json')) ? 'npm install' : null;
}
