/** Recognizes our ledger by its first bytes, without opening it as a database. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { applicationId } from './schema.ts';

/** https://www.sqlite.org/fileformat.html, 1.3: the magic string, and at 68 the application id, big-endian. */
const headerBytes = 100;
const magic = 'SQLite format 3\0';
const applicationIdAt = 68;

/** Whether `ledger.sqlite` in the directory is one of ours. */
export function hasOwnLedger(directory: string): boolean {
  return hasOwnHeader(join(directory, 'ledger.sqlite'));
}

/** Whether the file is a ledger of ours, of any version. */
export function hasOwnHeader(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    const header = Buffer.alloc(headerBytes);
    if (!fstatSync(file).isFile() || readSync(file, header, 0, headerBytes, 0) < headerBytes) return false;
    const isSqlite = header.toString('latin1', 0, magic.length) === magic;
    return isSqlite && header.readUInt32BE(applicationIdAt) === applicationId;
  } finally {
    closeSync(file);
  }
}
