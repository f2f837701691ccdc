/** The directory that one garbageday owns (`.garbageday`): lock, ledger, logs, reports. */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { discardFile } from './discard-file.ts';
import { explainFileError } from './file-error.ts';
import { isOwnDirectory, ownFiles } from './own-files.ts';

/**
 * Creates the directory, accessible only to its owner (0700), and proves by writing a byte that it is writable, before
 * anything is started. One that others use too keeps its mode. Throws a `UsageError` if it cannot: read-only, no
 * permission, no space, a file in its place.
 */
export function prepareDirectory(path: string): void {
  const trial = join(path, `.garbageday-trial-${randomUUID()}`);
  try {
    makeDirectory(path, 0o700);
    writeFileSync(trial, 'x', { flag: 'wx' });
    closeToOthers(path);
    ownFiles(path);
  } catch (error) {
    throw explainFileError(path, error);
  } finally {
    discardFile(trial);
  }
}

/** An earlier version left it readable for everyone. */
function closeToOthers(path: string): void {
  const { mode, uid } = statSync(path);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.() && isOwnDirectory(path)) chmodSync(path, 0o700);
}

/**
 * With its parents. Not `recursive: true`, with which Node 24 loops forever if the kernel answers ENOENT below a directory, as in /proc.
 */
export function makeDirectory(path: string, mode: number): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found === undefined) makeDirectory(dirname(path), 0o777);
  mkdirSync(path, { mode });
}
