import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const files = readdirSync(examples).filter((name) => name.includes('.config.'));

describe.each(files)('examples/%s', (name) => {
  const config = join(examples, name);

  it('plans its coming months', async () => {
    const ran = await run(['plan', '--json', '--days', '120', '--config', config], {
      cwd: temporaryDirectory(),
    });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    const { days } = JSON.parse(ran.stdout);
    expect(
      days.some((day: { draws: { kind: string }[] }) => day.draws.some(({ kind }) => kind === 'kill')),
    ).toBe(true);
  });

  it('is a game day and an `up`', async () => {
    const cwd = temporaryDirectory();
    // Servers that are started by commands are looked for on PATH.
    const settings = { cwd, env: { PATH: process.env['PATH'] } };
    const { gameDays } = await run(['gameday', '--config', config], settings);
    const { ups } = await run(['up', '--config', config], settings);
    expect([gameDays.length, ups.length]).toEqual([1, 1]);
  });
});
