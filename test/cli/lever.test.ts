import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

async function positionOf(cwd: string) {
  const { stdout } = await run(['plan', '--days', '1', '--json'], { cwd });
  return JSON.parse(stdout).lever;
}

describe('halt and resume, while nothing runs', () => {
  it('pull and release the lever in the ledger', async () => {
    const cwd = temporaryDirectory();
    const halted = await run(['halt', 'customers are calling'], { cwd });
    expect([halted.code, halted.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Halted since [\d-]+T[\d:.]+Z: customers are calling \(\.garbageday, nothing runs\)\n$/,
      ),
    ]);
    expect(await positionOf(cwd)).toMatchObject({ kind: 'halted', reason: 'customers are calling' });
    const resumed = await run(['resume'], { cwd });
    expect(resumed.stdout).toBe('The safety lever is released (.garbageday, nothing runs)\n');
    expect(await positionOf(cwd)).toEqual({ kind: 'released' });
  });

  it('keep the first reason', async () => {
    const cwd = temporaryDirectory();
    await run(['halt', 'first'], { cwd });
    const { stdout } = await run(['halt', 'second', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'garbageday/lever@1',
      position: { kind: 'halted', reason: 'first' },
      isRunning: false,
    });
  });

  it('make nothing when there is nothing to resume', async () => {
    const cwd = temporaryDirectory();
    expect((await run(['resume'], { cwd })).code).toBe(0);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe.each(['halt', 'resume', 'plan'])('%s', (command) => {
  it('leaves a file alone that is no ledger, in one line', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, '.garbageday'));
    const file = join(cwd, '.garbageday/ledger.sqlite');
    writeFileSync(file, 'not a database, '.repeat(100));
    const ran = await run([command], { cwd });
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(/^garbageday: .*ledger\.sqlite.*\n$/);
    expect(readFileSync(file, 'utf8')).toBe('not a database, '.repeat(100));
  });
});

describe('halt', () => {
  it('says in one line that a file stands in the way', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, '.garbageday'), '');
    const ran = await run(['halt'], { cwd });
    expect([ran.code, ran.stderr.split('\n').length]).toEqual([2, 2]);
    expect(ran.stderr).toContain('there is a file where a directory should be');
  });

  it('takes no reason of several lines', async () => {
    const cwd = temporaryDirectory();
    const ran = await run(['halt', 'a\nb'], { cwd });
    expect([ran.code, ran.stderr]).toEqual([
      2,
      'garbageday: reason: holds a control character; write one line of text\n',
    ]);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
