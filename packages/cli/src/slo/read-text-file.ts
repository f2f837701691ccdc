/** Files that a person named on the command line. */
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { maxYamlBytes, tooLarge } from '@garbageday/config/openslo/yaml-documents.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { systemCode } from '@garbageday/local/file-error.ts';

/** As short as is clear: relative inside `cwd`, absolute elsewhere. */
export function fileName(path: string, cwd: string): string {
  const short = relative(cwd, resolve(cwd, path));
  return short.startsWith('..') || isAbsolute(short) || short === '' ? resolve(cwd, path) : short;
}

/**
 * Reads a document of at most 1 MB.
 *
 * @throws UsageError `<file>: <why it cannot be read>`.
 */
export async function readTextFile(path: string, cwd: string): Promise<string> {
  const where = fileName(path, cwd);
  try {
    await requireReadable(resolve(cwd, path), where);
    const { size } = await stat(resolve(cwd, path));
    if (size > maxYamlBytes) throw new UsageError(`${where}: ${tooLarge(size)}`);
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (cause) {
    throw cause instanceof UsageError ? cause : unreadable(where, cause);
  }
}

/**
 * Reading from a named pipe without a writer would never end. The shell's `<(…)` is a pipe below /dev that has one.
 *
 * @throws UsageError for a pipe, a socket or a device; the system's error if nothing exists there.
 */
export async function requireReadable(path: string, where: string): Promise<void> {
  const found = await stat(path);
  if (found.isFile() || found.isDirectory() || path.startsWith('/dev/fd/')) return;
  throw new UsageError(`${where}: is not a file; name one`);
}

/** What is wrong with a file that cannot be read. */
export function unreadable(where: string, cause: unknown): UsageError {
  return new UsageError(`${where}: ${whyUnreadable(systemCode(cause))}`, { cause });
}

function whyUnreadable(code: string | null | undefined): string {
  if (code === 'ENOENT') return 'there is no such file; check its name';
  if (code === 'EISDIR') return 'is a directory; name a file in it';
  if (code === 'EACCES') return 'cannot be read; change its permissions';
  return `cannot be read (${code ?? 'unknown'})`;
}
