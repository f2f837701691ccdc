import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { run } from './run.ts';

/** In a working directory of its own, with a named pipe under that name that no one ever writes to. */
async function withPipe(name: string, argv: readonly string[]) {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, name, '..'), { recursive: true });
  spawnSync('mkfifo', [join(directory, name)]);
  return await run(argv, { cwd: directory });
}

describe('a named pipe in place of a file', () => {
  it.each([
    [
      'the configuration',
      'garbageday.config.json',
      'plan',
      'garbageday.config.json: is not a file; name one',
    ],
    ['the configuration that is named', 'x.json', 'plan --config x.json', 'x.json: is not a file; name one'],
    ['an OpenSLO file', 'x.yaml', 'slo validate x.yaml', 'x.yaml: is not a file; name one'],
    [
      'the slices',
      'x.ndjson',
      'slo eval --spec ../../examples/openslo/checkout.yaml --slices x.ndjson --now 2026-11-08T00:00Z',
      'x.ndjson: is not a file; name one',
    ],
    [
      'the lock',
      '.garbageday/lock',
      'status',
      '.garbageday/lock is not a file; move it away, or use --directory',
    ],
    [
      'the ledger',
      '.garbageday/ledger.sqlite',
      'halt because',
      '.garbageday/ledger.sqlite is not a file; move it away, or use --directory',
    ],
    ['the last report', '.garbageday/report.html', 'report --format html', 'nothing runs in .garbageday'],
  ])('%s: one line, and no wait', async (_what, name, command, line) => {
    const example = join(import.meta.dirname, '../../examples/openslo/checkout.yaml');
    const argv = command.split(' ').map((word) => (word.startsWith('../..') ? example : word));
    const ran = await withPipe(name, argv);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(line);
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
  });
});
