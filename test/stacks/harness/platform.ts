/** `.sst/platform` is 320 MB from npm: installed once per version of SST and of its providers, then shared. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject, type Project, repositoryRoot } from './project.ts';
import { sstInstall } from './sst.ts';

/** Small files that SST wants to own; the platform itself is only read. */
const ownFiles = ['esbuild.json', 'provider-lock.json'];

/** Installs unless somebody did before; returns the directory that holds a finished `.sst`. */
export async function installedPlatform(): Promise<string> {
  const directory = join(repositoryRoot, 'node_modules/.cache/garbageday', `sst-${versionHash()}`);
  if (existsSync(directory)) return directory;
  const project = copyProject();
  try {
    await sstInstall(project);
    rename(join(project.root, '.sst'), directory);
  } finally {
    project.remove();
  }
  return directory;
}

/** A copy of the project that SST finds installed. */
export async function installedProject(planted: Readonly<Record<string, string>> = {}): Promise<Project> {
  const platform = await installedPlatform();
  const project = copyProject(planted);
  const own = join(project.root, '.sst');
  mkdirSync(own);
  symlinkSync(join(platform, 'platform'), join(own, 'platform'));
  for (const file of ownFiles) {
    if (existsSync(join(platform, file))) cpSync(join(platform, file), join(own, file));
  }
  return project;
}

/** The providers' versions are in sst.config.ts. */
function versionHash(): string {
  const read = (path: string) => readFileSync(join(repositoryRoot, path));
  const hash = createHash('sha256')
    .update(read('node_modules/sst/package.json'))
    .update(read('sst.config.ts'));
  return hash.digest('hex').slice(0, 16);
}

/** Across file systems too; whoever else was faster keeps theirs. */
function rename(from: string, to: string): void {
  const beside = `${to}.${process.pid}`;
  mkdirSync(join(to, '..'), { recursive: true });
  cpSync(from, beside, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(beside, to);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}
