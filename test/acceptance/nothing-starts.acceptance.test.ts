/** What keeps a run from starting: one line that says how to mend it, exit code 2, nothing started, nothing changed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { schemaVersion } from '@garbageday/local/ledger-file/schema.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from './garbageday.ts';
import { expectFree } from './nothing-is-left.ts';
import { clear, makePlace, type Place, processesOf, runtimeDirectoriesOf } from './place.ts';

function place(): Place {
  const made = makePlace();
  onTestFinished(() => clear(made));
  return made;
}

/** `line` is what stands after `garbageday: `. */
async function expectNothingStarts(here: Place, args: readonly string[], line: string): Promise<void> {
  const { code, stdout, stderr } = await run(here, args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `garbageday: ${line}\n` });
  // Looked at once, not within some time: nothing may have been started in the first place.
  expect(processesOf(here).map(({ args: command }) => command)).toEqual([]);
  expect(runtimeDirectoriesOf(here)).toEqual([]);
}

describe('a port in use', () => {
  it.each(['up', 'gameday'])('keeps %s from starting', async (command) => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const here = place();
    const line = `port ${port} on 127.0.0.1 is in use by another program; choose another with --port, or 0 for any`;
    await expectNothingStarts(here, [command, '--port', String(port)], line);
    expectFree(here);
  });
});

describe('a directory that cannot be written', () => {
  it.runIf(existsSync('/proc/self'))(
    'because nothing can be made in its parent, by root neither',
    async () => {
      const directory = '/proc/garbageday';
      const line = `cannot write ${directory}: its parent cannot be created; use --directory to write elsewhere`;
      await expectNothingStarts(place(), ['up', '--directory', directory], line);
    },
  );

  it('because a file stands in its place', async () => {
    const here = place();
    writeFileSync(here.directory, 'mine');
    const line = `cannot write ${here.directory}: there is a file where a directory should be; move it, or use --directory`;
    await expectNothingStarts(here, ['gameday'], line);
    expect(readFileSync(here.directory, 'utf8')).toBe('mine');
  });

  it('because the disk is read-only', async ({ skip }) => {
    const here = place();
    skip(!mounted(here.directory, 'ro'), 'takes a disk of its own, which only root can mount');
    const line = `cannot write ${here.directory}: the file system is read-only; use --directory to write elsewhere`;
    await expectNothingStarts(here, ['up'], line);
  });

  it('because the disk is full', async ({ skip }) => {
    const here = place();
    skip(!mounted(here.directory, 'size=4k'), 'takes a disk of its own, which only root can mount');
    writeFileSync(join(here.directory, 'mine'), Buffer.alloc(4_096));
    const line = `cannot write ${here.directory}: no space left on the device; free some, or use --directory`;
    await expectNothingStarts(here, ['up'], line);
    rmSync(join(here.directory, 'mine'));
  });
});

function mounted(path: string, options: string): boolean {
  mkdirSync(path);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status !== 0) return false;
  onTestFinished(() => void spawnSync('umount', [path]));
  return true;
}

describe('a ledger that is not one of ours', () => {
  const damaged = (path: string) =>
    `${path} is damaged or not a ledger; nothing was changed: move it away (mv ${path} ${path}.damaged) and start again`;
  const ledgers: readonly (readonly [string, (path: string) => void, (path: string) => string])[] = [
    ['a text', (path) => writeFileSync(path, 'a text that is no database\n'.repeat(100)), damaged],
    ['one with a damaged page', writeDamaged, damaged],
    [
      'one of another version',
      (path) => writeDatabase(path, 'PRAGMA application_id = 0x47424459; PRAGMA user_version = 7'),
      (path) =>
        `${path} is a ledger of version 7, this garbageday writes version ${schemaVersion}; nothing was changed: ` +
        `use the garbageday that wrote it, or move it away (mv ${path} ${path}.v7)`,
    ],
    [
      'a database of another program',
      (path) => writeDatabase(path, 'PRAGMA application_id = 1'),
      (path) =>
        `${path} is a database of another program; nothing was changed: use --directory, or move it away`,
    ],
  ];

  describe.each(ledgers)('%s', (_sentence, write, line) => {
    it.each([['gameday'], ['up --no-chaos'], ['halt'], ['plan']])(
      'stops %s, and stays as it is',
      async (command) => {
        const here = place();
        mkdirSync(here.directory);
        const path = join(here.directory, 'ledger.sqlite');
        write(path);
        const before = digestOf(path);
        await expectNothingStarts(here, command.split(' '), line(path));
        expect(digestOf(path)).toBe(before);
        expectFree(here);
      },
    );
  });
});

function writeDatabase(path: string, pragmas: string): void {
  const database = new DatabaseSync(path);
  database.exec(`CREATE TABLE mine (what TEXT); ${pragmas}`);
  database.close();
}

/** One of ours, with a page of zeros in its middle. */
function writeDamaged(path: string): void {
  const ours = join(import.meta.dirname, '../../demo/stack/bin/garbageday.js');
  const directory = join(path, '..');
  spawnSync(process.execPath, [ours, 'halt', 'for a test', '--directory', directory]);
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0, 8_192, 16_384));
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
