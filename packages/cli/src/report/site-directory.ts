/** Writes a report site into a directory, and touches nothing there that an earlier site did not write. */
import { createHash, randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { makeDirectory } from '@garbageday/local/directory.ts';
import { discardFile } from '@garbageday/local/discard-file.ts';
import { systemCode } from '@garbageday/local/file-error.ts';
import { isSitePath } from '@garbageday/render/site/page-path.ts';
import type { SiteFile } from '@garbageday/render/site/site-files.ts';

export type WrittenSite = {
  readonly pages: number;
  /** New or changed; the others were as they should be. */
  readonly written: number;
  readonly removed: number;
};

/** Lists what was written, before it is: a crash leaves nothing behind that the next site does not know. */
const manifestName = '.garbageday-site';
const draftName = /^\.garbageday-site\.[\da-f-]{36}$/;

/** Every checksum with which a path was ever written. */
type Known = Map<string, Set<string>>;

type Place = {
  /** Absolute. */
  readonly directory: string;
  /** As it was typed. */
  readonly name: string;
};

/**
 * Each file is whole or not there, and one that has not changed is left alone. Pages of an earlier site that are no longer
 * part of it are removed, unless someone has changed them.
 *
 * @throws UsageError for a directory with files of others, before anything is written into it.
 */
export async function writeSiteFiles(place: Place, files: AsyncIterable<SiteFile>): Promise<WrittenSite> {
  try {
    return await written(place, files);
  } catch (error) {
    throw explained(place, error);
  }
}

/** Creates nothing. @throws UsageError if a site could not be written there, as far as can be seen before. */
export function assertSiteDirectory(place: Place): void {
  try {
    if (kindOf(place.directory) !== null) readManifest(place);
  } catch (error) {
    throw explained(place, error);
  }
}

async function written(place: Place, files: AsyncIterable<SiteFile>): Promise<WrittenSite> {
  const { directory } = place;
  makeDirectory(directory, 0o777);
  const known = readManifest(place);
  const now = new Map<string, string>();
  let changed = 0;
  for await (const { path, content } of files) {
    const sum = sumOf(content);
    now.set(path, sum);
    if (known.has(path) && isAsWritten(place, path, new Set([sum]))) continue;
    claim(place, known, { path, sum });
    writeWhole(place, path, content);
    changed += 1;
  }
  const removed = removeStale(place, known, now);
  writeWhole(place, manifestName, [...now].map(([path, sum]) => line(path, sum)).join(''));
  return { pages: now.size, written: changed, removed };
}

/** Records the name before anything is written under it. */
function claim(
  { directory, name }: Place,
  known: Known,
  { path, sum }: { readonly path: string; readonly sum: string },
): void {
  if (!isSitePath(path)) throw new Error(`${path} is not a page of a site`);
  const folder = dirname(join(directory, path));
  if (!known.has(path) && kindOf(join(directory, path)) !== null)
    throw new UsageError(`--html: ${name}/${path} was not written by garbageday; move it away`);
  if (kindOf(folder) === null) makeDirectory(folder, 0o777);
  if (kindOf(folder) !== 'directory')
    throw new UsageError(`--html: ${name}/${dirname(path)} is not a directory of its own; move it away`);
  appendFileSync(join(directory, manifestName), line(path, sum));
  known.set(path, (known.get(path) ?? new Set()).add(sum));
}

function removeStale(place: Place, known: Known, now: ReadonlyMap<string, string>): number {
  let removed = 0;
  for (const [path, sums] of known) {
    if (now.has(path) || !isAsWritten(place, path, sums)) continue;
    unlinkSync(join(place.directory, path));
    removed += 1;
  }
  return removed;
}

/** Whether a file of its own is there, in a folder of its own, with one of these contents. */
function isAsWritten({ directory }: Place, path: string, sums: ReadonlySet<string>): boolean {
  const [folder, file] = [dirname(path), join(directory, path)];
  if (folder !== '.' && kindOf(join(directory, folder)) !== 'directory') return false;
  return kindOf(file) === 'file' && sums.has(sumOf(readFileSync(file)));
}

function writeWhole({ directory }: Place, path: string, content: string): void {
  const draft = join(directory, `${manifestName}.${randomUUID()}`);
  try {
    writeFileSync(draft, content, { flag: 'wx' });
    renameSync(draft, join(directory, path));
  } finally {
    discardFile(draft);
  }
}

/** @throws UsageError if there is none, and the directory has files. */
function readManifest({ directory, name }: Place): Known {
  const manifest = join(directory, manifestName);
  const known: Known = new Map();
  if (kindOf(manifest) !== 'file') {
    const [other] = readdirSync(directory).filter((each) => !draftName.test(each));
    if (other === undefined) return known;
    throw new UsageError(
      `--html: ${name} has files that are not of a report site, such as ${other}; name an empty or a new directory`,
    );
  }
  // Nothing in the list leads out of the directory, whatever was written into it.
  for (const [, sum = '', path = ''] of readFileSync(manifest, 'utf8').matchAll(/^([\w-]{32}) (.+)$/gm))
    if (isSitePath(path)) known.set(path, (known.get(path) ?? new Set()).add(sum));
  return known;
}

function line(path: string, sum: string): string {
  return `${sum} ${path}\n`;
}

function sumOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 32);
}

/** A link is neither a file nor a directory of its own: nothing is written or removed through it. */
function kindOf(path: string): 'file' | 'directory' | 'other' | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'directory' : 'other';
}

function explained({ directory, name }: Place, error: unknown): unknown {
  const code = systemCode(error);
  if (error instanceof UsageError || code === null) return error;
  const isFile = existsSync(directory) && !lstatSync(directory).isDirectory();
  const why = isFile ? 'is a file' : `cannot be written (${code})`;
  return new UsageError(`--html: ${name} ${why}; name another directory`, { cause: error });
}
