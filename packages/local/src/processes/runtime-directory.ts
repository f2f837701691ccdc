/** Where everything lives that dies with the run: databases, sockets, bundles. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainFileError } from '../file-error.ts';

/** The path of a Unix socket is at most 104 bytes on macOS, 108 on Linux; ours need 40 below the base. */
const longestBase = 60;

/** Makes a directory of our own that nobody else may enter (0700). Throws `UsageError` when it cannot. */
export function makeRuntimeDirectory(): string {
  const base = tmpdir().length <= longestBase ? tmpdir() : '/tmp';
  try {
    return mkdtempSync(join(base, 'garbageday-'));
  } catch (error) {
    throw explainFileError(base, error);
  }
}
