/** `garbageday report --html DIR` as it is typed, and what it does to a directory. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDirectory } from '@garbageday/local/directory.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { experimentPlan } from '../fakes/experiment.ts';
import { killTransitions, minute, states } from '../fakes/minutes.ts';
import { run } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'garbageday-site-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let cwd: string;

/** The end of the second hour: the slices of the fakes begin with 1970. */
const now = ['--now', '1970-01-01T02:00:00Z'];

beforeEach(async () => {
  cwd = mkdtempSync(join(root, 'case-'));
  await record('web-1', 60);
});

async function record(id: string, from: number) {
  prepareDirectory(join(cwd, '.garbageday'));
  const file = openLedgerFile(join(cwd, '.garbageday', 'ledger.sqlite'));
  const ledger = localLedger(file);
  for (let index = 0; index < 120; index += 1) await ledger.putSlice(minute(index));
  for (const transition of killTransitions({ id, from, to: from + 4 }))
    await ledger.recordTransition(transition);
  for (const transition of refused(`refused-${id}`)) await ledger.recordTransition(transition);
  file.close();
}

function refused(id: string) {
  const refusal = { reason: 'cooldown' as const, detail: 'too soon', numbers: {} };
  return states(id, 30 * 60_000, [
    { kind: 'drawn', plan: experimentPlan({ id }) },
    { kind: 'refused', refusal },
  ]);
}

function site(...options: readonly string[]) {
  return run(['report', '--html', 'site', ...now, ...options], { cwd });
}

function filesOf(directory = 'site'): readonly string[] {
  return readdirSync(join(cwd, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(cwd, directory).length + 1))
    .toSorted();
}

const whole = ['.garbageday-site', 'experiments/refused-web-1.html', 'experiments/web-1.html', 'index.html'];

describe('garbageday report --html', () => {
  it('writes all that the ledger holds, and says where', async () => {
    expect(await site()).toMatchObject({
      code: 0,
      stdout: 'Wrote site: 3 pages, 3 new or changed. Open site/index.html\n',
      stderr: '',
    });
    expect(filesOf()).toEqual(whole);
    expect(readFileSync(join(cwd, 'site/index.html'), 'utf8')).toContain('experiments/web-1.html');
  });

  it('says the same as JSON', async () => {
    const { stdout } = await site('--json');
    expect(JSON.parse(stdout)).toEqual({
      ...{ schema: 'garbageday/report-site@1', directory: 'site', index: 'site/index.html' },
      ...{ pages: 3, written: 3, removed: 0 },
    });
  });

  it('changes nothing when nothing has changed', async () => {
    await site();
    const before = whole.slice(1).map((path) => statSync(join(cwd, 'site', path)).mtimeMs);
    expect((await site()).stdout).toContain('3 pages, 0 new or changed.');
    expect(whole.slice(1).map((path) => statSync(join(cwd, 'site', path)).mtimeMs)).toEqual(before);
    expect(filesOf()).toEqual(whole);
  });

  it('adds what has happened since, and removes what is no longer part of it', async () => {
    await site();
    await record('web-2', 100);
    expect((await site()).stdout).toContain('5 pages, ');
    expect((await site('--window', '30m')).stdout).toContain('2 pages, 2 new or changed, 3 removed.');
    expect(filesOf()).toEqual(['.garbageday-site', 'experiments/web-2.html', 'index.html']);
  });

  it('makes good what a crash left half done', async () => {
    await site();
    const crashed = '.garbageday-site.01234567-89ab-cdef-0123-456789abcdef';
    writeFileSync(join(cwd, 'site', crashed), '<half');
    rmSync(join(cwd, 'site/experiments/web-1.html'));
    expect((await site()).stdout).toContain('3 pages, 1 new or changed.');
  });

  it('starts in a directory in which a crash left only a draft', async () => {
    mkdirSync(join(cwd, 'site'));
    writeFileSync(join(cwd, 'site/.garbageday-site.01234567-89ab-cdef-0123-456789abcdef'), '<half');
    expect((await site()).code).toBe(0);
  });
});

describe('the files of others', () => {
  it('refuses a directory that has any, in one line, and writes nothing', async () => {
    mkdirSync(join(cwd, 'site'));
    writeFileSync(join(cwd, 'site/thesis.txt'), 'mine');
    expect(await site()).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'garbageday: --html: site has files that are not of a report site, such as thesis.txt; name an empty or a new directory\n',
    });
    expect(filesOf()).toEqual(['thesis.txt']);
  });

  it('leaves those that came later alone, and never writes over one', async () => {
    await site();
    writeFileSync(join(cwd, 'site/CNAME'), 'example.com');
    writeFileSync(join(cwd, 'site/experiments/web-2.html'), 'mine');
    await record('web-2', 100);
    const { code, stderr } = await site();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'garbageday: --html: site/experiments/web-2.html was not written by garbageday; move it away\n',
    });
    expect(readFileSync(join(cwd, 'site/experiments/web-2.html'), 'utf8')).toBe('mine');
    expect(readFileSync(join(cwd, 'site/CNAME'), 'utf8')).toBe('example.com');
  });

  it('does not remove a page that someone has changed', async () => {
    await site();
    writeFileSync(join(cwd, 'site/experiments/web-1.html'), 'annotated');
    await site('--window', '30m');
    expect(readFileSync(join(cwd, 'site/experiments/web-1.html'), 'utf8')).toBe('annotated');
    expect(existsSync(join(cwd, 'site/experiments/refused-web-1.html'))).toBe(false);
  });

  it('removes nothing outside, whatever the list of its files says', async () => {
    await site();
    writeFileSync(join(cwd, 'precious.html'), 'mine');
    const list = join(cwd, 'site/.garbageday-site');
    writeFileSync(list, `${readFileSync(list, 'utf8')}${'a'.repeat(32)} ../precious.html\n`);
    expect((await site()).code).toBe(0);
    expect(readFileSync(join(cwd, 'precious.html'), 'utf8')).toBe('mine');
  });

  it('does not write through a link', async () => {
    mkdirSync(join(cwd, 'elsewhere'));
    await site();
    rmSync(join(cwd, 'site/experiments'), { recursive: true });
    symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'site/experiments'));
    expect((await site()).stderr).toContain('site/experiments is not a directory of its own; move it away');
    expect(readdirSync(join(cwd, 'elsewhere'))).toEqual([]);
  });

  it('does not remove through a link', async () => {
    await site();
    renameSync(join(cwd, 'site/experiments'), join(cwd, 'elsewhere'));
    symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'site/experiments'));
    expect((await site('--window', '10m')).stdout).toContain('Wrote site: 1 page, 1 new or changed.');
    expect(filesOf('elsewhere')).toEqual(['refused-web-1.html', 'web-1.html']);
  });
});

describe('what cannot be done', () => {
  it.each([
    [
      'a file in place of the directory',
      ['report', '--html', 'file'],
      '--html: file is a file; name another directory',
    ],
    ['an empty name', ['report', '--html', ''], '--html: is empty; write a directory'],
    [
      'a format beside it',
      ['report', '--html', 'site', '--format', 'png'],
      'cannot be combined with --format',
    ],
    ['a file beside it', ['report', '--html', 'site', '--output', 'x'], 'cannot be combined with --output'],
    ['two periods', ['report', '--html', 'site', '--window', '1d', '--period', '2026'], 'leave one out'],
    [
      'where the kernel makes no directory',
      ['report', '--html', '/proc/site'],
      '/proc/site cannot be written (ENOENT)',
    ],
  ])('is said in one line: %s', async (_, args, line) => {
    writeFileSync(join(cwd, 'file'), 'mine');
    const { code, stdout, stderr } = await run(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('makes no directory where there is no ledger', async () => {
    rmSync(join(cwd, '.garbageday'), { recursive: true });
    expect((await site()).code).toBe(2);
    expect(existsSync(join(cwd, 'site'))).toBe(false);
  });
});
