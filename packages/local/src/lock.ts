/** One garbageday per directory: a lock file that says who, since when, and how to reach it. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { discardFile } from './discard-file.ts';
import { explainFileError, systemCode } from './file-error.ts';
import { isSameProcessAlive, processStart } from './processes/process-start.ts';

/** Who holds the directory. `processStart` tells it from a later process with the same pid. */
export type LockHolder = {
  readonly pid: number;
  readonly startedAtMs: number;
  readonly processStart: string | null;
  readonly command: string;
  /** Where users are served; null until it is ready. */
  readonly url: string | null;
  /** Path of the control socket; null until it listens. */
  readonly controlSocket: string | null;
};

export type LockState =
  | { readonly kind: 'free' }
  | { readonly kind: 'held'; readonly holder: LockHolder }
  | { readonly kind: 'stale'; readonly path: string; readonly holder: LockHolder | null };

export type Lock = {
  readonly path: string;
  /** Tells others where to find this garbageday; replaces the file atomically. */
  readonly publish: (details: Pick<LockHolder, 'url' | 'controlSocket'>) => void;
  /** Removes the file when it is still ours; safe to repeat. */
  readonly release: () => void;
};

/**
 * Takes the directory's lock, or throws a `UsageError`: someone lives there, or a dead one left its lock behind.
 * A stale lock is never removed by itself, because what its holder was doing is for a person to judge.
 */
export function acquireLock(directory: string, command: string, nowMs: number): Lock {
  const path = join(directory, 'lock');
  const holder: LockHolder = {
    pid: process.pid,
    startedAtMs: nowMs,
    processStart: processStart(process.pid),
    command,
    url: null,
    controlSocket: null,
  };
  if (!createExclusively(path, holder)) throw explainState(path, readLock(directory));
  return {
    path,
    publish: (details) => replace(path, { ...holder, ...details }),
    release: () => {
      const current = parseHolder(path);
      if (current !== null && isSameHolder(current, holder)) rmSync(path, { force: true });
    },
  };
}

/** Who holds this directory now; reads only. */
export function readLock(directory: string): LockState {
  const path = join(directory, 'lock');
  const text = readIfThere(path);
  if (text === null) return { kind: 'free' };
  const holder = parseText(text);
  if (holder !== null && isSameProcessAlive(holder.pid, holder.processStart)) return { kind: 'held', holder };
  return { kind: 'stale', path, holder };
}

/** The link makes the file appear whole and only once: nobody ever reads half a lock. False when it exists. */
function createExclusively(path: string, holder: LockHolder): boolean {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(holder));
    linkOrCreate(draft, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw explainFileError(path, error);
  } finally {
    discardFile(draft);
  }
}

/** Some file systems (exFAT, a few network mounts) have no hard links. */
function linkOrCreate(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(systemCode(error) ?? '')) throw error;
    writeFileSync(path, readFileSync(draft), { flag: 'wx' });
  }
}

function replace(path: string, holder: LockHolder): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(holder));
    renameSync(draft, path);
  } catch (error) {
    throw explainFileError(path, error);
  }
}

function explainState(path: string, state: LockState): UsageError {
  switch (state.kind) {
    case 'held':
      return new UsageError(
        `another garbageday (${describe(state.holder)}) runs here; stop it, or use --directory`,
      );
    case 'stale':
      return new UsageError(
        `${path} was left behind by a garbageday that is gone (${describe(state.holder)}); remove it with: rm ${path}`,
      );
    case 'free':
      return new UsageError(`another garbageday was leaving ${path} just now; try again`);
    default:
      return state satisfies never;
  }
}

function describe(holder: LockHolder | null): string {
  if (holder === null) return 'the file is not readable as a lock';
  return `pid ${holder.pid}, \`${holder.command}\`, since ${new Date(holder.startedAtMs).toISOString()}`;
}

function parseHolder(path: string): LockHolder | null {
  const text = readIfThere(path);
  return text === null ? null : parseText(text);
}

function parseText(text: string): LockHolder | null {
  try {
    const value: LockHolder = JSON.parse(text);
    const isHolder = Number.isInteger(value?.pid) && Number.isFinite(value?.startedAtMs);
    return isHolder ? value : null;
  } catch {
    return null;
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw explainFileError(path, error);
  }
}

function isSameHolder(a: LockHolder, b: LockHolder): boolean {
  return a.pid === b.pid && a.startedAtMs === b.startedAtMs && a.processStart === b.processStart;
}
