/** Reads small files safely: reading a named pipe would never end, and a device might not either. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { UsageError } from '@garbageday/core/errors.ts';
import { explainFileError, systemCode } from './file-error.ts';

const longestBytes = 1024 * 1024;

/**
 * The text of a file of at most 1 MB, or null if there is none.
 *
 * @throws UsageError if something else is there (a directory, a named pipe, a socket), or it may not be read.
 */
export function readRegularFile(path: string): string | null {
  const file = openIfThere(path);
  if (file === null) return null;
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw notAFile(path);
    if (stats.size > longestBytes)
      throw new UsageError(`${path} is too large (${stats.size} bytes); move it away`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** The line for something that is where a file should be. */
export function notAFile(path: string): UsageError {
  return new UsageError(`${path} is not a file; move it away, or use --directory`);
}

/** `O_NONBLOCK`: otherwise opening a named pipe would wait for a writer. */
function openIfThere(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    // The error for opening a socket.
    throw systemCode(error) === 'ENXIO' ? notAFile(path) : explainFileError(path, error);
  }
}
