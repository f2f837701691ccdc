import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { claimReports, writeReport } from '@garbageday/cli/game-day/write-report.ts';
import { prepareDirectory } from '@garbageday/local/directory.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { openLogFiles } from '@garbageday/local/log-files.ts';
import { ownFiles } from '@garbageday/local/own-files.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { sampleReport } from '../render/sample-report.ts';

/** A directory with files of these names, each of which says `mine`. */
function directoryWith(...names: readonly string[]): string {
  const directory = temporaryDirectory();
  for (const name of names) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), 'mine');
  }
  return directory;
}

/** One run's logs: each of these gets a line. */
function logOnce(directory: string, ...names: readonly string[]): void {
  const logs = openLogFiles(directory, names);
  for (const name of names) {
    const file = logs.open(name);
    writeFileSync(file, 'ours');
    closeSync(file);
  }
}

describe("somebody else's files in the directory", () => {
  it.each(['notes.txt', 'web-z.log', 'deep/er.log'])('logs/%s stays where it is, run after run', (name) => {
    const directory = directoryWith(`logs/${name}`);
    prepareDirectory(directory);
    for (const _run of [1, 2, 3]) logOnce(directory, 'web-a');
    expect(readFileSync(join(directory, 'logs', name), 'utf8')).toBe('mine');
    expect(readFileSync(join(directory, 'logs', 'web-a.log'), 'utf8')).toBe('ours');
  });

  it('with the name of a log of ours are refused in one line, and stay', () => {
    const directory = directoryWith('logs/web-a.log');
    prepareDirectory(directory);
    const path = join(directory, 'logs', 'web-a.log');
    const line = `${path} was not written by garbageday; move it away, or use --directory`;
    expect(() => openLogFiles(directory, ['web-b', 'web-a'])).toThrow(line);
    expect(() => openLogFiles(directory, []).open('web-a')).toThrow(line);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('that took the place of a log of ours stay', () => {
    const directory = directoryWith('elsewhere.txt');
    prepareDirectory(directory);
    openLogFiles(directory, ['web-a', 'web-b']);
    mkdirSync(join(directory, 'logs/web-a.log'));
    symlinkSync(join(directory, 'elsewhere.txt'), join(directory, 'logs/web-b.log'));
    openLogFiles(directory, []);
    expect(readdirSync(join(directory, 'logs'))).toEqual(['web-a.log', 'web-b.log']);
  });

  it('are not found outside the directory, whatever the list of our files says', () => {
    const directory = directoryWith('victim', 'x/.garbageday-files', 'x/logs/y');
    writeFileSync(join(directory, 'x', '.garbageday-files'), 'logs/../../victim\n../victim\nlogs/..\n');
    ownFiles(join(directory, 'x')).removeIn('logs');
    ownFiles(join(directory, 'x')).removeIn('logs/../..');
    ownFiles(join(directory, 'x')).removeIn('..');
    expect(existsSync(join(directory, 'victim'))).toBe(true);
  });

  it.each(['html', 'json', 'png'])('report.%s is refused before anything runs, and stays', async (format) => {
    const directory = directoryWith(`report.${format}`, `report.${format}.new`);
    prepareDirectory(directory);
    expect(() => claimReports(directory)).toThrow(/was not written by garbageday; move it away/);
    await expect(writeReport(sampleReport, directory)).rejects.toThrow(/was not written by garbageday/);
    for (const name of [`report.${format}`, `report.${format}.new`])
      expect(readFileSync(join(directory, name), 'utf8')).toBe('mine');
  });
});

describe('our own files in the directory', () => {
  it('are removed and replaced, and are for their owner alone', async () => {
    const directory = directoryWith();
    prepareDirectory(directory);
    logOnce(directory, 'web-a', 'web-b');
    logOnce(directory, 'web-a');
    expect(readdirSync(join(directory, 'logs'))).toEqual(['web-a.log']);
    for (const _run of [1, 2]) await writeReport(sampleReport, directory);
    openLedgerFile(join(directory, 'ledger.sqlite')).close();
    const modes = ['report.html', 'report.json', 'report.png', 'ledger.sqlite', 'logs/web-a.log', 'logs'].map(
      (name) => (statSync(join(directory, name)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['600', '600', '600', '600', '600', '700']);
  });

  it('of a version that kept no list are known by its ledger', () => {
    const directory = directoryWith('report.html', 'logs/web-a.log', 'logs/notes.txt', 'notes.html');
    openLedgerFile(join(directory, 'ledger.sqlite')).close();
    prepareDirectory(directory);
    openLogFiles(directory, ['web-a']);
    expect(() => claimReports(directory)).not.toThrow();
    expect(readdirSync(join(directory, 'logs'))).toEqual(['notes.txt']);
  });

  it('are not what a person put there between `halt`, which makes the ledger, and the first run', () => {
    const directory = directoryWith('report.html');
    prepareDirectory(directory);
    openLedgerFile(join(directory, 'ledger.sqlite')).close();
    prepareDirectory(directory);
    expect(() => claimReports(directory)).toThrow(/was not written by garbageday/);
  });
});

describe('something that is not a file', () => {
  it.each(['ledger.sqlite', '.garbageday-files'])('a named pipe as %s gets one line and no wait', (name) => {
    const directory = temporaryDirectory();
    const path = join(directory, name);
    spawnSync('mkfifo', [path]);
    const open = () => {
      prepareDirectory(directory);
      openLedgerFile(join(directory, 'ledger.sqlite')).close();
    };
    expect(open).toThrow(`${path} is not a file; move it away, or use --directory`);
  });
});
