/** The directory that one garbageday owns (`.garbageday`): lock, ledger, logs, reports. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { discardFile } from './discard-file.ts';
import { explainFileError } from './file-error.ts';

/**
 * Makes the directory and proves that it can be written to, byte and all, before anything is started.
 * Throws `UsageError` when it cannot: read-only, no permission, no space, a file in its place.
 */
export function prepareDirectory(path: string): void {
  const trial = join(path, `.trial-${process.pid}`);
  try {
    makeDirectory(path);
    writeFileSync(trial, 'x');
  } catch (error) {
    throw explainFileError(path, error);
  } finally {
    discardFile(trial);
  }
}

/** Not `recursive: true`: Node 24 then spins forever where the kernel answers ENOENT below a directory, as in /proc. */
function makeDirectory(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found === undefined) makeDirectory(dirname(path));
  mkdirSync(path);
}
