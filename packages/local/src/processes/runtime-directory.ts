/** The directory for everything that dies with the run: databases, sockets, bundles. */
import { lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainFileError } from '../file-error.ts';
import { readRegularFile } from '../read-regular-file.ts';
import { isSameProcessAlive, processStart } from './process-start.ts';

/** The path of a Unix socket is at most 104 bytes on macOS, 108 on Linux; ours need 40 below the base. */
const longestBase = 60;

const ownerFile = 'owner';

/**
 * Creates a directory that only we can access (0700), and removes those whose owners were killed together with their
 * reapers. Throws a `UsageError` if it cannot.
 */
export function makeRuntimeDirectory(): string {
  const base = tmpdir().length <= longestBase ? tmpdir() : '/tmp';
  try {
    removeAbandoned(base);
    const directory = mkdtempSync(join(base, 'garbageday-'));
    writeFileSync(join(directory, ownerFile), JSON.stringify(ownerOf(process.pid)), { mode: 0o600 });
    return directory;
  } catch (error) {
    throw explainFileError(base, error);
  }
}

/** Null start: there is no /proc, so it is unknown whether the owner is alive. */
type Owner = { readonly pid: number; readonly start: string | null; readonly namespace: string | null };

function ownerOf(pid: number): Owner {
  return { pid, start: processStart(pid), namespace: pidNamespace() };
}

/** Two containers that share /tmp do not see each other's processes. */
function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

function removeAbandoned(base: string): void {
  for (const name of readdirSync(base).filter((one) => /^garbageday-[A-Za-z0-9]{6}$/.test(one))) {
    const path = join(base, name);
    if (isAbandoned(path)) rmSync(path, { recursive: true, force: true });
  }
}

/** Whether it is ours, by its owner file, and its owner is certainly dead. */
function isAbandoned(path: string): boolean {
  try {
    const { uid } = lstatSync(path);
    const owner: Owner = JSON.parse(readRegularFile(join(path, ownerFile)) ?? 'null');
    const isKnown = Number.isInteger(owner?.pid) && typeof owner?.start === 'string';
    if (!isKnown || uid !== process.getuid?.() || owner.namespace !== pidNamespace()) return false;
    return !isSameProcessAlive(owner.pid, owner.start);
  } catch {
    // Someone else's, or just being removed.
    return false;
  }
}
