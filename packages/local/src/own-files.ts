/** Which files in the directory this program wrote: no other file is ever removed, replaced or written to. */
import { appendFileSync, lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { explainFileError, systemCode } from './file-error.ts';
import { hasOwnLedger } from './ledger-file/has-own-ledger.ts';
import { readRegularFile } from './read-regular-file.ts';

export type OwnFiles = {
  /**
   * Claims the name before anything is written under it. `name` is relative to the directory: `logs/web-a.log`.
   *
   * @throws UsageError if something exists there that this program did not write.
   */
  readonly claim: (name: string) => void;
  /** Removes our files in a folder of the directory, and leaves all others. */
  readonly removeIn: (folder: string) => void;
};

const manifestName = '.garbageday-files';

/** Whether this program has worked in the directory before. */
export function isOwnDirectory(directory: string): boolean {
  return existing(join(directory, manifestName)) !== null || hasOwnLedger(directory);
}

/** Reads the directory's list of our files; only for the holder of its lock. Throws a UsageError if it cannot. */
export function ownFiles(directory: string): OwnFiles {
  const manifest = join(directory, manifestName);
  const record = (names: readonly string[]) => {
    try {
      appendFileSync(manifest, names.map((name) => `${name}\n`).join(''), { mode: 0o600 });
    } catch (error) {
      throw explainFileError(manifest, error);
    }
  };
  const text = readRegularFile(manifest);
  const names = new Set(text === null ? filesOfEarlierVersion(directory) : text.split('\n').filter(isName));
  if (text === null) record([...names]);
  return {
    claim: (name) => {
      if (names.has(name)) return;
      const path = join(directory, name);
      if (existing(path) !== null) {
        throw new UsageError(`${path} was not written by garbageday; move it away, or use --directory`);
      }
      record([name]);
      names.add(name);
    },
    removeIn: (folder) => {
      for (const name of names) if (dirname(name) === folder) removeFile(join(directory, name));
    },
  };
}

/** Nothing in the list leads out of the directory, whatever was written into it. */
function isName(line: string): boolean {
  return /^(?:logs\/)?[\w-][\w.-]*$/.test(line);
}

/** A version without a list wrote exactly these; if its ledger is there, they are its own. */
function filesOfEarlierVersion(directory: string): readonly string[] {
  if (!hasOwnLedger(directory)) return [];
  const reports = ['report.html', 'report.json', 'report.png'];
  const logs = logsIn(join(directory, 'logs')).filter((name) =>
    /^(?:users|probe|[\w-]+-[a-z])\.log$/.test(name),
  );
  return [...reports, ...logs.map((name) => `logs/${name}`)].filter(
    (name) => existing(join(directory, name))?.isFile() === true,
  );
}

function logsIn(path: string): readonly string[] {
  return existing(path)?.isDirectory() === true ? readdirSync(path) : [];
}

/** A directory or a link with one of our names was put there by someone else, and stays. */
function removeFile(path: string): void {
  if (existing(path)?.isFile() !== true) return;
  try {
    unlinkSync(path);
  } catch (error) {
    throw explainFileError(path, error);
  }
}

function existing(path: string): ReturnType<typeof lstatSync> | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null;
    throw explainFileError(path, error);
  }
}
