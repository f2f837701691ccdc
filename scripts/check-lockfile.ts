/** `npm run check:lockfile`: everything installed comes from the lockfile, with a hash. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** The project and its packages, each of which may have its own node_modules. */
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
    // A folder without a package.json, such as node_modules/.bin, is not a package.
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

/**
 * The part used of package-lock.json, version 3; paths such as `node_modules/@biomejs/biome`, `''` for the project
 * itself.
 */
type Lockfile = { readonly packages: Readonly<Record<string, LockedPackage>> };

export type LockedPackage = {
  readonly version?: string;
  readonly integrity?: string;
  /** A workspace of the project. */
  readonly link?: boolean;
  /** Comes inside the tarball of another package, whose hash covers it. */
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
};

/** A package found on disk: its path as the lockfile writes it. */
type InstalledPackage = { readonly path: string; readonly version: string };

export type Installation = {
  readonly lockfile: Lockfile;
  /** From package.json: by package name, whether its install script may run. */
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly installed: readonly InstalledPackage[];
};

/** One line for each package without a strong hash, with an undecided install script, or not in the lockfile. */
export function lockfileProblems({ lockfile, allowScripts, installed }: Installation): readonly string[] {
  const locked = Object.entries(lockfile.packages).filter(([path, entry]) => isFetched(path, entry));
  return [
    ...locked
      .filter(([, entry]) => !isHashed(entry))
      .map(([path]) => `${path}: no sha512 in package-lock.json`),
    ...locked
      .filter(([path, { hasInstallScript }]) => hasInstallScript === true && !(nameOf(path) in allowScripts))
      .map(([path]) => `${path}: has an install script; allow or forbid it in allowScripts of package.json`),
    ...installed.flatMap((found) => installationProblem(lockfile, found)),
  ];
}

function isFetched(path: string, { link }: LockedPackage): boolean {
  return path.includes('node_modules/') && link !== true;
}

function isHashed({ integrity, inBundle }: LockedPackage): boolean {
  return inBundle === true || /^sha512-[\w+/]{86}==$/.test(integrity ?? '');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function installationProblem({ packages }: Lockfile, { path, version }: InstalledPackage): readonly string[] {
  const locked = packages[path];
  if (locked === undefined) return [`${path}: is installed, but package-lock.json does not have it`];
  if (locked.version === version) return [];
  return [`${path}: ${version} is installed, package-lock.json has ${locked.version}`];
}
