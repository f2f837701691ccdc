/** The directory that one garbageday owns (`.garbageday`): lock, ledger, logs, reports. */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { discardFile } from './discard-file.ts';
import { explainFileError } from './file-error.ts';
import { isOwnDirectory, ownFiles } from './own-files.ts';

/**
 * Makes the directory, for its owner alone (0700), and proves that it can be written to, byte and all, before anything
 * is started. One that others use too keeps its mode. Throws `UsageError` when it cannot: read-only, no permission, no
 * space, a file in its place.
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

/** An earlier version left it open for all to read. */
function closeToOthers(path: string): void {
  const { mode, uid } = statSync(path);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.() && isOwnDirectory(path)) chmodSync(path, 0o700);
}

/** Not `recursive: true`: Node 24 then spins forever where the kernel answers ENOENT below a directory, as in /proc. */
function makeDirectory(path: string, mode: number): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found === undefined) makeDirectory(dirname(path), 0o777);
  mkdirSync(path, { mode });
}
