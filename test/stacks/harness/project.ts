/** A temporary copy of what SST needs of this repository, in which a test may plant whatever it likes. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const repositoryRoot = resolve(import.meta.dirname, '../../..');

export type Project = {
  readonly root: string;
  /** HOME and XDG directories: SST and npm keep their things here, and never in the user's own home. */
  readonly home: string;
  readonly remove: () => void;
};

/** `planted`: contents by path, written over the copy. */
export function copyProject(planted: Readonly<Record<string, string>> = {}): Project {
  const base = mkdtempSync(join(tmpdir(), 'garbageday-stacks-'));
  const [root, home] = [join(base, 'project'), join(base, 'home')];
  mkdirSync(root);
  mkdirSync(home);
  for (const path of [
    'sst.config.ts',
    'stacks',
    'functions',
    'garbageday.config.ts',
    'package.json',
    'tsconfig.base.json',
  ]) {
    cpSync(join(repositoryRoot, path), join(root, path), { recursive: true });
  }
  for (const path of ['node_modules', 'packages', 'demo'])
    symlinkSync(join(repositoryRoot, path), join(root, path));
  for (const [path, contents] of Object.entries(planted)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), contents);
  }
  return { root, home, remove: () => rmSync(base, { recursive: true, force: true }) };
}
