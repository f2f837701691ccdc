/** The logs of what runs, `<directory>/logs/<name>.log`. */
import { chmodSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { explainFileError } from './file-error.ts';
import { ownFiles } from './own-files.ts';

export type LogFiles = {
  /** Opens a log for appending; the caller closes it. */
  readonly open: (name: string) => number;
};

/**
 * Removes the logs of the last run, and no other file. `names`: those that will certainly be needed.
 *
 * @throws UsageError, before anything is written, if someone else's file has one of these names.
 */
export function openLogFiles(directory: string, names: readonly string[]): LogFiles {
  const folder = join(directory, 'logs');
  const own = ownFiles(directory);
  makeFolder(folder);
  own.removeIn('logs');
  for (const name of names) own.claim(`logs/${name}.log`);
  return {
    open: (name) => {
      own.claim(`logs/${name}.log`);
      return openSync(join(folder, `${name}.log`), 'a', 0o600);
    },
  };
}

/** No one else may read the servers' output, even if an earlier version left the folder open. */
function makeFolder(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  try {
    if (found?.isDirectory() !== true) mkdirSync(path, { mode: 0o700 });
    else if (found.uid === process.getuid?.()) chmodSync(path, 0o700);
  } catch (error) {
    throw explainFileError(path, error);
  }
}
