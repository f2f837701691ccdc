/** One garbageday per directory: a lock file that says who, since when, and how to reach it. */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { discardFile } from './discard-file.ts';
import { explainFileError, systemCode } from './file-error.ts';
import { type LockHolder, parseLockHolder } from './lock-holder.ts';
import { isSameProcessAlive, processStart } from './processes/process-start.ts';
import { readRegularFile } from './read-regular-file.ts';

export type LockState =
  | { readonly kind: 'free' }
  | { readonly kind: 'held'; readonly holder: LockHolder }
  | { readonly kind: 'stale'; readonly path: string; readonly holder: LockHolder | null };

export type Lock = {
  readonly path: string;
  /** Tells others where to find this garbageday; replaces the file atomically. */
  readonly publish: (details: Pick<LockHolder, 'url' | 'controlSocket'>) => void;
  /** Removes the file if it is still ours; safe to repeat. */
  readonly release: () => void;
};

/**
 * Takes the directory's lock, or throws a `UsageError`: another process holds it, or a dead one left it behind. A stale
 * lock is never removed automatically, because a person must judge what its holder was doing.
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
    publish: (details) => {
      if (!isStillOurs(path, holder)) throw new UsageError(`${path} was removed or replaced; start again`);
      replace(path, { ...holder, ...details });
    },
    release: () => {
      if (isStillOurs(path, holder)) rmSync(path, { force: true });
    },
  };
}

/** Who holds this directory now; reads only. */
export function readLock(directory: string): LockState {
  const path = join(directory, 'lock');
  const text = readRegularFile(path);
  if (text === null) return { kind: 'free' };
  const holder = parseLockHolder(text);
  if (holder !== null && isSameProcessAlive(holder.pid, holder.processStart)) return { kind: 'held', holder };
  return { kind: 'stale', path, holder };
}

/** The link makes the complete file appear at once, so no one ever reads half a lock. False if it exists. */
function createExclusively(path: string, holder: LockHolder): boolean {
  const draft = draftOf(path);
  try {
    writeFileSync(draft, JSON.stringify(holder), ownDraft);
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
    writeFileSync(path, readFileSync(draft), ownDraft);
  }
}

function replace(path: string, holder: LockHolder): void {
  const draft = draftOf(path);
  try {
    writeFileSync(draft, JSON.stringify(holder), ownDraft);
    renameSync(draft, path);
  } catch (error) {
    throw explainFileError(path, error);
  } finally {
    discardFile(draft);
  }
}

/** A unique file name, readable only by the owner. */
function draftOf(path: string): string {
  return `${path}.${randomUUID()}`;
}

const ownDraft = { flag: 'wx', mode: 0o600 } as const;

function explainState(path: string, state: LockState): UsageError {
  switch (state.kind) {
    case 'held':
      return new UsageError(
        `another garbageday (${describe(state.holder)}) runs here; stop it, or use --directory`,
      );
    case 'stale':
      return staleLock(path, state.holder);
    case 'free':
      return new UsageError(`another garbageday was just releasing ${path}; try again`);
    default:
      return state satisfies never;
  }
}

function staleLock(path: string, holder: LockHolder | null): UsageError {
  return new UsageError(
    holder === null
      ? `${path} is not a garbageday lock; move it away, or use --directory`
      : `${path} was left behind by a garbageday that is gone (${describe(holder)}); remove it with: rm ${path}`,
  );
}

function describe(holder: LockHolder): string {
  return `pid ${holder.pid}, \`${holder.command}\`, since ${new Date(holder.startedAtMs).toISOString()}`;
}

/** A file that cannot be read is not ours either. */
function isStillOurs(path: string, holder: LockHolder): boolean {
  try {
    const current = parseLockHolder(readRegularFile(path) ?? '');
    return current !== null && isSameHolder(current, holder);
  } catch {
    return false;
  }
}

function isSameHolder(a: LockHolder, b: LockHolder): boolean {
  return a.pid === b.pid && a.startedAtMs === b.startedAtMs && a.processStart === b.processStart;
}
