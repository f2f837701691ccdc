/** Someone else's app, which has installed the package that `npm run build` makes, and none of this repository. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedPlatform } from './platform.ts';
import { type Project, repositoryRoot } from './project.ts';
import { type Diff, sstDiff } from './sst.ts';

/** What SST wants to own; the platform itself is only read. */
const ownFiles = ['esbuild.json'];

/** What the package holds: nothing else of the repository may be needed. */
const packed = ['package.json', 'dist'];

/** `name`: a folder of examples/. `planted`: contents by path, written over the copy. */
export async function installedExample(
  name: string,
  planted: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const platform = await installedPlatform();
  const base = mkdtempSync(join(tmpdir(), 'garbageday-example-'));
  const [root, home] = [join(base, 'project'), join(base, 'home')];
  mkdirSync(home);
  cpSync(join(repositoryRoot, 'examples', name), root, { recursive: true });
  const [modules, own] = [join(root, 'node_modules'), join(root, '.sst')];
  mkdirSync(join(modules, 'garbageday'), { recursive: true });
  for (const part of packed)
    cpSync(join(repositoryRoot, 'packages/garbageday', part), join(modules, 'garbageday', part), {
      recursive: true,
    });
  symlinkSync(join(repositoryRoot, 'node_modules/sst'), join(modules, 'sst'));
  mkdirSync(own);
  linkPlatform(join(platform, 'platform'), join(own, 'platform'));
  for (const file of ownFiles)
    if (existsSync(join(platform, file))) cpSync(join(platform, file), join(own, file));
  for (const [path, contents] of Object.entries(planted)) writeFileSync(join(root, path), contents);
  lockProviders(join(platform, providerLock), root);
  return { root, home, remove: () => rmSync(base, { recursive: true, force: true }) };
}

const providerLock = 'provider-lock.json';

/**
 * The lock of the shared platform, for the providers of this app alone: SST would see one more than the app has, and install the
 * whole platform, 320 MB, anew.
 */
function lockProviders(from: string, root: string): void {
  const program = readFileSync(join(root, 'sst.config.ts'), 'utf8');
  const providers: readonly { readonly name: string }[] = JSON.parse(readFileSync(from, 'utf8'));
  const own = providers.filter(({ name }) => new RegExp(`providers: \\{.*\\b${name}: `).test(program));
  writeFileSync(join(root, '.sst', providerLock), JSON.stringify(own));
}

/** SST writes the app's providers into `config.d.ts`: those of an example must not reach the platform that all share. */
function linkPlatform(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from)) {
    if (entry === 'config.d.ts') cpSync(join(from, entry), join(to, entry));
    else symlinkSync(join(from, entry), join(to, entry));
  }
}

/** The one that is installed. */
export const example = 'sst-auto-scaling-group';

/** `npm run build`, so that the example has what npm would bring. */
export function builtPackage(): void {
  execFileSync('npm', ['run', 'build'], { cwd: repositoryRoot, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** `sst diff` of the example with files of its own. */
export async function diffed(
  planted: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>> = {},
): Promise<Diff> {
  const project = await installedExample(example, planted);
  try {
    return await sstDiff(project, 'production', { secrets });
  } finally {
    project.remove();
  }
}

/** The example with parts of its program replaced; throws where there is nothing to replace. */
export function edited(edits: readonly (readonly [from: string, to: string])[]) {
  const program = readFileSync(join(repositoryRoot, 'examples', example, 'sst.config.ts'), 'utf8');
  const after = edits.reduce((whole, [from, to]) => {
    if (!whole.includes(from)) throw new Error(`the example has no ${from}`);
    return whole.replace(from, to);
  }, program);
  return { 'sst.config.ts': after };
}
