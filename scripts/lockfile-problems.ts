/** Whether what npm installs, and has installed, is what the lockfile names and hashes. */

/** Of package-lock.json, version 3; paths such as `node_modules/@biomejs/biome`, `''` for the project itself. */
export type Lockfile = { readonly packages: Readonly<Record<string, LockedPackage>> };

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
export type InstalledPackage = { readonly path: string; readonly version: string };

export type Installation = {
  readonly lockfile: Lockfile;
  /** Of package.json: by package name, whether its install script may run. */
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly installed: readonly InstalledPackage[];
};

/** One line for each package without a strong hash, with an undecided install script, or beside the lockfile. */
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
