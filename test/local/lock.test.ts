import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { prepareDirectory } from '@garbageday/local/directory.ts';
import { acquireLock, readLock } from '@garbageday/local/lock.ts';
import type { LockHolder } from '@garbageday/local/lock-holder.ts';
import { processStart } from '@garbageday/local/processes/process-start.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';

const startedAtMs = Date.UTC(2026, 10, 23, 12, 0, 0);

function leave(directory: string, holder: Partial<LockHolder>): void {
  const whole = {
    pid: process.pid,
    startedAtMs,
    processStart: processStart(process.pid),
    command: 'up',
    url: null,
    controlSocket: null,
    ...holder,
  };
  writeFileSync(join(directory, 'lock'), JSON.stringify(whole));
}

function refusalOf(directory: string): string {
  try {
    acquireLock(directory, 'gameday', startedAtMs);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('acquired');
}

/** The pid of a process that lived a moment ago. */
async function deadPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? -1;
}

describe('the lock', () => {
  it('says who holds the directory, since when, and how to reach them', () => {
    const directory = temporaryDirectory();
    const lock = acquireLock(directory, 'up', startedAtMs);
    lock.publish({ url: 'http://127.0.0.1:8080', controlSocket: '/tmp/x/control.sock' });
    expect(readLock(directory)).toEqual({
      kind: 'held',
      holder: {
        pid: process.pid,
        startedAtMs,
        processStart: processStart(process.pid),
        command: 'up',
        url: 'http://127.0.0.1:8080',
        controlSocket: '/tmp/x/control.sock',
      },
    });
  });

  it('lets nobody else in while its holder lives', () => {
    const directory = temporaryDirectory();
    acquireLock(directory, 'up', startedAtMs);
    expect(refusalOf(directory)).toBe(
      `another garbageday (pid ${process.pid}, \`up\`, since 2026-11-23T12:00:00.000Z) runs here; stop it, or use --directory`,
    );
  });

  it('is free again once released, and leaves nothing behind', () => {
    const directory = temporaryDirectory();
    const lock = acquireLock(directory, 'up', startedAtMs);
    lock.release();
    lock.release();
    expect(readdirSync(directory)).toEqual([]);
    expect(readLock(directory)).toEqual({ kind: 'free' });
    acquireLock(directory, 'up', startedAtMs).release();
  });

  it('is never broken when its holder died: it names the file, whose it was, and the mend', async () => {
    const directory = temporaryDirectory();
    const pid = await deadPid();
    leave(directory, { pid, processStart: 'an-earlier-boot:1' });
    const path = join(directory, 'lock');
    expect(refusalOf(directory)).toBe(
      `${path} was left behind by a garbageday that is gone (pid ${pid}, \`up\`, since 2026-11-23T12:00:00.000Z); remove it with: rm ${path}`,
    );
    rmSync(path);
    acquireLock(directory, 'up', startedAtMs).release();
  });

  it('is stale when another process has taken over the pid', () => {
    const directory = temporaryDirectory();
    leave(directory, { processStart: 'an-earlier-boot:1' });
    expect(readLock(directory).kind).toBe('stale');
  });

  it('goes by the pid alone where no start was recorded', async () => {
    const directory = temporaryDirectory();
    leave(directory, { processStart: null });
    expect(readLock(directory).kind).toBe('held');
    leave(directory, { processStart: null, pid: await deadPid() });
    expect(readLock(directory).kind).toBe('stale');
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"pid":"1"}',
    // A negative pid stands for a group of processes, and no `Date` reaches 10^300.
    '{"pid":-1,"startedAtMs":0,"command":"up","processStart":null,"url":null,"controlSocket":null}',
    '{"pid":1,"startedAtMs":1e300,"command":"up","processStart":null,"url":null,"controlSocket":null}',
    '{"pid":1,"startedAtMs":0,"command":"up","processStart":null}',
  ])('with %j in it is stale, not free', (text) => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'lock'), text);
    expect(refusalOf(directory)).toMatch(/is not a garbageday lock; move it away, or use --directory$/);
  });

  it.runIf(process.platform !== 'win32')(
    'that is a named pipe, or a directory, gets one line and no wait',
    () => {
      const directory = temporaryDirectory();
      const path = join(directory, 'lock');
      spawnSync('mkfifo', [path]);
      const line = `${path} is not a file; move it away, or use --directory`;
      expect(() => readLock(directory)).toThrow(line);
      expect(refusalOf(directory)).toBe(line);
      rmSync(path);
      mkdirSync(path);
      expect(() => readLock(directory)).toThrow(line);
    },
  );

  it('is readable for its owner alone', () => {
    const directory = temporaryDirectory();
    const lock = acquireLock(directory, 'up', startedAtMs);
    lock.publish({ url: 'http://127.0.0.1:8080', controlSocket: null });
    expect(statSync(lock.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['lock']);
  });

  it('overwrites nobody, not even a file with the name of its draft', () => {
    const directory = temporaryDirectory();
    const lock = acquireLock(directory, 'up', startedAtMs);
    writeFileSync(join(directory, `lock.${process.pid}`), 'mine');
    lock.publish({ url: 'http://127.0.0.1:8080', controlSocket: null });
    lock.release();
    expect(readFileSync(join(directory, `lock.${process.pid}`), 'utf8')).toBe('mine');
  });

  it('that someone else put in its place is not overwritten', () => {
    const directory = temporaryDirectory();
    const lock = acquireLock(directory, 'up', startedAtMs);
    writeFileSync(lock.path, 'mine');
    expect(() => lock.publish({ url: null, controlSocket: null })).toThrow(UsageError);
    expect(readFileSync(lock.path, 'utf8')).toBe('mine');
  });

  it('is not released by one who no longer holds it', () => {
    const directory = temporaryDirectory();
    const lock = acquireLock(directory, 'up', startedAtMs);
    leave(directory, { startedAtMs: startedAtMs + 1 });
    lock.release();
    expect(existsSync(lock.path)).toBe(true);
  });

  it('goes to exactly one of several processes that ask at once', async () => {
    const directory = temporaryDirectory();
    const program = join(import.meta.dirname, 'fixtures', 'take-lock.ts');
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, [program, directory], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    onTestFinished(() => {
      for (const child of children) child.kill('SIGKILL');
    });
    const answers = await Promise.all(
      children.map(async (child) => String((await once(child.stdout, 'data'))[0])),
    );
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('another garbageday'))).toHaveLength(3);
  });
});

describe('the start of a process', () => {
  it.runIf(process.platform === 'linux')(
    'differs between processes, and is unknown for the dead',
    async () => {
      const child = spawn('sleep', ['60']);
      onTestFinished(() => {
        child.kill('SIGKILL');
      });
      expect(processStart(child.pid ?? -1)).not.toBe(processStart(process.pid));
      expect(processStart(process.pid)).toMatch(/^[0-9a-f-]{36}:\d+$/);
      expect(processStart(await deadPid())).toBeNull();
    },
  );
});

describe('the directory', () => {
  it('is made where there is none, for its owner alone, and proven writable', () => {
    const path = join(temporaryDirectory(), 'deep', '.garbageday');
    prepareDirectory(path);
    expect(readdirSync(path)).toEqual(['.garbageday-files']);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, '.garbageday-files')).mode & 0o777).toBe(0o600);
  });

  it('keeps the mode of one that others use too', () => {
    const path = join(temporaryDirectory(), 'shared');
    mkdirSync(path);
    chmodSync(path, 0o755);
    prepareDirectory(path);
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });

  it('gets one line when a file stands in its place', () => {
    const path = join(temporaryDirectory(), 'file');
    writeFileSync(path, 'mine');
    expect(() => prepareDirectory(path)).toThrow(
      /^cannot write .*there is a file where a directory should be/,
    );
    expect(() => prepareDirectory(join(path, 'below'))).toThrow(/^cannot write .*use --directory$/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it.runIf(process.platform === 'linux')('gets one line where nobody may write', () => {
    expect(() => prepareDirectory('/proc/garbageday')).toThrow(/^cannot write \/proc\/garbageday: /);
  });

  it.runIf(process.getuid?.() !== 0)('gets one line where we may not write', () => {
    const path = join(temporaryDirectory(), 'sealed');
    mkdirSync(path, { mode: 0o555 });
    expect(() => prepareDirectory(path)).toThrow(/no permission to write there/);
  });
});
