/** `npm run check:lockfile`: everything installed comes from the lockfile, with a hash. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InstalledPackage, type Lockfile, lockfileProblems } from './lockfile-problems.ts';

const root = join(import.meta.dirname, '..');

function main(): number {
  const lockfile: Lockfile = readJson('package-lock.json');
  const { allowScripts }: { readonly allowScripts: Record<string, boolean> } = readJson('package.json');
  const installed = workspaces(lockfile).flatMap((path) => packagesUnder(path));
  const problems = lockfileProblems({ lockfile, allowScripts, installed });
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(`${installed.length} installed packages, each with its hash`);
  return problems.length === 0 ? 0 : 1;
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

/** The project and its packages, each of which may have a node_modules of its own. */
function workspaces({ packages }: Lockfile): readonly string[] {
  return Object.keys(packages).filter((path) => !path.includes('node_modules/'));
}

/** Every package below `<path>/node_modules`, and below theirs; links to workspaces are not packages. */
function packagesUnder(path: string): readonly InstalledPackage[] {
  const directory = path === '' ? 'node_modules' : `${path}/node_modules`;
  return folders(directory).flatMap((name) => {
    const names = name.startsWith('@')
      ? folders(`${directory}/${name}`).map((inner) => `${name}/${inner}`)
      : [name];
    return names.flatMap((one) => packageAt(`${directory}/${one}`));
  });
}

function packageAt(path: string): readonly InstalledPackage[] {
  try {
    const { version }: { readonly version: string } = readJson(`${path}/package.json`);
    return [{ path, version }, ...packagesUnder(path)];
  } catch {
    // A folder without a package.json, such as node_modules/.bin, is no package.
    return [];
  }
}

function folders(path: string): readonly string[] {
  try {
    return readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

process.exitCode = main();
